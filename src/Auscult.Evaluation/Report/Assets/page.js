// The parts of the page: tabs, the choice of the run, charts that are drawn when they are first seen.
const data = JSON.parse(document.getElementById('report-data').textContent);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const dark = matchMedia('(prefers-color-scheme: dark)');
const drawn = new Map();
const run = { chosen: 0 };

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function isSeen(element) {
  return element.getClientRects().length > 0;
}

// Draws every chart that is seen and not drawn yet; those of hidden tabs have no size.
function drawSeen() {
  if (!window.echarts) return;
  for (const figure of all('figure.chart')) {
    const drawer = drawers[figure.dataset.chart];
    if (!drawer || !isSeen(figure) || drawn.has(figure)) continue;
    const option = drawer(data.runs[figure.dataset.run], figure.dataset.key, figure);
    if (!option) continue;
    figure.classList.add('on');
    const live = figure.querySelector('.live');
    live.style.height = `${option.height}px`;
    const chart = echarts.init(live, null, { renderer: 'canvas' });
    chart.setOption(option);
    if (option.onClick) chart.on('click', option.onClick);
    drawn.set(figure, chart);
  }
}

function redraw(figure) {
  drawn.get(figure)?.dispose();
  drawn.delete(figure);
  drawSeen();
}

function redrawAll() {
  for (const chart of drawn.values()) chart.dispose();
  drawn.clear();
  drawSeen();
}

function showTab(tab, focus) {
  for (const other of all('[role=tab]')) {
    const isChosen = other === tab;
    other.setAttribute('aria-selected', isChosen);
    other.tabIndex = isChosen ? 0 : -1;
    document.getElementById(other.getAttribute('aria-controls')).classList.toggle('hidden', !isChosen);
  }
  if (focus) tab.focus();
  drawSeen();
}

function onTabKey(event) {
  const tabs = all('[role=tab]');
  const at = tabs.indexOf(event.target);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  showTab(tabs[(next + tabs.length) % tabs.length], true);
}

function showRun(index) {
  run.chosen = index;
  for (const part of all('.run')) part.classList.toggle('hidden', Number(part.dataset.run) !== index);
  drawSeen();
}

function start() {
  document.body.classList.add('js');
  for (const tab of all('[role=tab]')) {
    tab.addEventListener('click', () => showTab(tab, false));
    tab.addEventListener('keydown', onTabKey);
  }
  const chooser = document.getElementById('run');
  chooser?.addEventListener('change', () => showRun(Number(chooser.value)));
  for (const choice of all('[data-choice=layout], [data-choice=colour]')) {
    choice.addEventListener('change', () => redraw(choice.closest('.run').querySelector('figure.map')));
  }
  startIncidents();
  showRun(0);
  showTab(document.getElementById(`tab-${location.hash.slice(1)}`) ?? all('[role=tab]')[0], false);
  dark.addEventListener('change', redrawAll);
  let waiting = 0;
  addEventListener('resize', () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => { for (const [figure, chart] of drawn) if (isSeen(figure)) chart.resize(); });
  });
}

document.addEventListener('DOMContentLoaded', start);
