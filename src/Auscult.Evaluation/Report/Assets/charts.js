// What each chart shows, as ECharts options. Tooltips are drawn as text, never as markup.
const hues = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#F0E442'];
const shapes = ['circle', 'rect', 'diamond', 'triangle'];
// Methods beside the run, in order: hue, mark and dash differ, so that no two look alike to anyone. The same order as in Palette.cs.
const beside = ['#E69F00', '#009E73', '#CC79A7', '#D55E00', '#999999'];
const marks = ['circle', 'rect', 'diamond', 'triangle'];
const dashes = [null, [6, 3], [2, 3], [8, 3, 2, 3]];
const looks = index => index === 0 ? { hue: seen('#0072B2'), mark: marks[0], dash: null }
  : { hue: beside[(index - 1) % 5], mark: marks[1 + (index - 1) % 3], dash: dashes[1 + (index - 1) % 3] };
// Blue is too dark on a dark page; its lighter sister is told from the others as well.
const seen = hue => dark.matches && hue === '#0072B2' ? '#56B4E9' : hue;

function short(value) {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  for (const [factor, prefix] of [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (size >= 10 * factor || (size >= factor && factor > 1e3)) return `${+(value / factor).toPrecision(3)}${prefix}`;
  }
  return `${+value.toPrecision(size >= 1 ? 4 : 3)}`;
}

function axis(extra) {
  const soft = colour('--soft');
  return {
    nameTextStyle: { color: soft }, axisLabel: { color: soft, formatter: short }, axisLine: { lineStyle: { color: soft } },
    splitLine: { lineStyle: { color: colour('--line') } }, nameLocation: 'middle', nameGap: 28, ...extra,
  };
}

function base(height, extra) {
  return {
    height, animation: false, aria: { enabled: true }, textStyle: { fontFamily: 'system-ui, sans-serif', color: colour('--ink') },
    tooltip: {
      renderMode: 'richText', confine: true, backgroundColor: colour('--panel'), borderColor: colour('--line'), textStyle: { color: colour('--ink'), fontSize: 12 },
      ...extra.tooltip,
    },
    ...Object.fromEntries(Object.entries(extra).filter(([name]) => name !== 'tooltip')),
  };
}

function mark(shape, x, y, hue) {
  const style = { fill: hue };
  if (shape === 'rect') return { type: 'rect', shape: { x: x - 4.5, y: y - 4.5, width: 9, height: 9 }, style };
  if (shape === 'diamond') return { type: 'polygon', shape: { points: [[x, y - 6], [x + 6, y], [x, y + 6], [x - 6, y]] }, style };
  if (shape === 'triangle') return { type: 'polygon', shape: { points: [[x, y - 5.5], [x + 5.5, y + 4.5], [x - 5.5, y + 4.5]] }, style };
  return { type: 'circle', shape: { cx: x, cy: y, r: 4.5 }, style };
}

function interval(params, api, look, offset) {
  const [value, row, low, high] = [0, 1, 2, 3].map(i => api.value(i));
  const y = api.coord([value, row])[1] + offset;
  const at = x => api.coord([x, row])[0];
  const children = [mark(look.mark, at(value), y, look.hue)];
  if (!Number.isNaN(low) && !Number.isNaN(high)) {
    const style = { stroke: look.hue, lineWidth: 2.5, opacity: 0.6, lineDash: look.dash };
    children.unshift({ type: 'line', shape: { x1: at(low), x2: at(high), y1: y, y2: y }, style });
  }
  return { type: 'group', children };
}

const told = figure => `${figure.name}: ${short(figure.value)}`
  + (figure.interval.low === null ? '' : ` [${short(figure.interval.low)}, ${short(figure.interval.high)}]`);

// Rows of marks with intervals. The legend has as many lines above them as its names need.
function forest(rows, sets, ends, height, width) {
  const space = 16;
  const left = Math.min(330, Math.max(190, 0.36 * width));
  const lines = sets.length > 1 ? Math.ceil(sets.reduce((sum, set) => sum + 48 + 7 * set.name.length, 0) / Math.max(200, width - 24)) : 0;
  return base(height + 26 * lines, {
    grid: { left, right: 24, top: 8 + 26 * lines, bottom: 30 },
    legend: lines ? {
      top: 0, textStyle: { color: colour('--ink') }, itemWidth: 12, itemHeight: 12, data: sets.map(set => ({ name: set.name, icon: set.look.mark })),
    } : undefined,
    xAxis: axis({ type: 'value', min: ends[0], max: ends[1] }),
    yAxis: axis({ type: 'category', inverse: true, data: rows, axisLabel: { color: colour('--ink'), width: left - 20, overflow: 'break', lineHeight: 14 }, axisTick: { show: false } }),
    series: sets.map((set, s) => ({
      name: set.name, type: 'custom', itemStyle: { color: set.look.hue }, tooltip: { formatter: item => `${set.name}\n${told(set.figures[item.dataIndex])}` },
      encode: { x: 0, y: 1 }, data: set.figures.map(figure => [figure.value, rows.indexOf(figure.name), figure.interval.low, figure.interval.high]),
      renderItem: (params, api) => interval(params, api, set.look, (s - (sets.length - 1) / 2) * space),
    })),
  });
}

const drawers = {
  figures(shown, key, figure) {
    const isShare = other => other.value >= 0 && other.value <= 1;
    const rows = shown.headlines.filter(name => shown.figures.figures.some(other => other.name === name && !name.startsWith('false alarms') && isShare(other)));
    const sets = [{ ...shown.figures, name: 'this run' }, ...shown.beside].map((set, s) => ({
      name: set.name, look: looks(s), figures: set.figures.filter(other => rows.includes(other.name) && other.value !== null),
    })).filter(set => set.figures.length);
    return forest(rows, sets, [0, 1], 44 + rows.length * (16 * sets.length + 14), figure.clientWidth);
  },

  difference(shown, key, figure) {
    const figures = data.differences[key].figures.filter(one => one.value !== null && Math.max(...[one.value, one.interval.low, one.interval.high].map(Math.abs)) <= 1);
    const reach = Math.max(0.1, ...figures.flatMap(one => [one.interval.low, one.interval.high, one.value].map(value => Math.abs(value ?? 0))));
    const end = Math.ceil(reach * 10) / 10;
    return forest(figures.map(one => one.name), [{ name: 'difference', look: looks(0), figures }], [-end, end], 60 + 24 * figures.length, figure.clientWidth);
  },

  calibration(shown) {
    const bins = shown.reliability.bins;
    const hue = seen(hues[0]);
    return base(400, {
      grid: { left: 56, right: 20, top: 16, bottom: 48 },
      xAxis: axis({ type: 'value', min: 0, max: 1, name: 'stated confidence' }), yAxis: axis({ type: 'value', min: 0, max: 1, name: 'share that was right', nameGap: 38 }),
      series: [
        { type: 'line', silent: true, symbol: 'none', data: [[0, 0], [1, 1]], lineStyle: { color: colour('--soft'), type: 'dashed', width: 1 } },
        {
          type: 'custom', silent: true, data: bins.map(bin => [bin.confidence, bin.low, bin.high]), encode: { x: 0, y: [1, 2] },
          renderItem(params, api) {
            const [x, low] = api.coord([api.value(0), api.value(1)]);
            return { type: 'line', shape: { x1: x, x2: x, y1: low, y2: api.coord([api.value(0), api.value(2)])[1] }, style: { stroke: hue, lineWidth: 2, opacity: 0.5 } };
          },
        },
        {
          type: 'line', color: hue, data: bins.map(bin => [bin.confidence, bin.right, bin.count]), symbol: 'circle', symbolSize: value => 6 + 2 * Math.sqrt(value[2]),
          tooltip: { formatter: item => `${item.value[2]} incidents\nstated ${short(item.value[0])}, right ${short(item.value[1])}` },
        },
      ],
    });
  },

  lead(shown) {
    const groups = shown.leadTimes.groups;
    const times = groups.flatMap(group => group.seconds);
    const inside = at => Math.min(600, Math.max(-120, at));
    const ends = [inside(Math.min(0, ...times)) - 5, inside(Math.max(30, ...times)) + 5];
    return base(400, {
      grid: { left: 56, right: 20, top: 36, bottom: 48 }, legend: { top: 0, textStyle: { color: colour('--ink') } },
      tooltip: { trigger: 'item', formatter: item => `${item.seriesName}\n${short(item.value[1])} found by ${short(item.value[0])} s` },
      xAxis: axis({ type: 'value', min: Math.floor(ends[0]), max: Math.ceil(ends[1]), name: 'seconds from the onset to the alarm; negative: before it' }),
      yAxis: axis({ type: 'value', min: 0, max: 1, name: 'share of the faults found', nameGap: 38 }),
      series: groups.map((group, g) => ({
        name: `${group.name}: ${group.seconds.length} of ${group.faults}`, type: 'line', step: 'end', symbol: 'circle', symbolSize: 5, color: seen(hues[g]),
        lineStyle: { width: g ? 1.8 : 3, type: ['solid', 'dashed', 'dotted'][g] },
        data: [[ends[0], 0], ...group.seconds.map((at, i) => [inside(at), (i + 1) / group.faults]), [ends[1], group.seconds.length / group.faults]],
        markLine: g ? undefined : { silent: true, symbol: 'none', label: { formatter: 'onset', color: colour('--soft') }, lineStyle: { color: colour('--soft') }, data: [{ xAxis: 0 }] },
      })),
    });
  },

  confusion(shown, key) {
    const { classes, counts } = shown.confusions[key];
    const answers = [...classes, 'no answer'];
    const cells = counts.flatMap((row, t) => row.map((count, p) => ({ t, p, count, share: count / Math.max(1, row.reduce((a, b) => a + b, 0)) }))).filter(cell => cell.count);
    return base(190 + 24 * classes.length, {
      grid: { left: 170, right: 24, top: 8, bottom: 130 },
      xAxis: axis({ type: 'category', data: answers, axisLabel: { color: colour('--soft'), rotate: 60, interval: 0 }, splitLine: { show: true, lineStyle: { color: colour('--line') } } }),
      yAxis: axis({ type: 'category', data: classes, inverse: true, axisLabel: { color: colour('--soft'), interval: 0 }, splitLine: { show: true, lineStyle: { color: colour('--line') } } }),
      series: [{
        type: 'heatmap', label: { show: true, color: colour('--ink'), formatter: item => `${item.value[2]}` },
        tooltip: { formatter: item => `${classes[item.value[1]]} called ${answers[item.value[0]]}\n${item.value[2]} of ${counts[item.value[1]].reduce((a, b) => a + b, 0)}` },
        data: cells.map(cell => ({ value: [cell.p, cell.t, cell.count], itemStyle: { color: seen(cell.p === cell.t ? hues[0] : hues[1]), opacity: 0.25 + 0.6 * cell.share } })),
      }],
    });
  },

  map(shown, key, figure) {
    const choice = name => figure.closest('.run').querySelector(`[data-choice=${name}]`).value;
    const [layout, by] = [choice('layout'), choice('colour')];
    const names = [...new Set(shown.map.points.map(point => point[by]))].sort((a, b) => (a === 'normal' ? -1 : b === 'normal' ? 1 : a < b ? -1 : 1));
    const first = names[0] === 'normal' ? 1 : 0;
    const series = names.flatMap((name, n) => [false, true].map(isLearned => ({
      name, type: 'scatter', large: true, largeThreshold: 2000, symbol: name === 'normal' ? 'circle' : shapes[Math.floor((n - first) / 7) % 4], symbolSize: isLearned ? 11 : 5,
      itemStyle: { color: name === 'normal' ? '#999999' : seen(hues[(n - first) % 7]), opacity: name === 'normal' ? 0.35 : isLearned ? 0.95 : 0.7, borderColor: isLearned ? colour('--ink') : undefined, borderWidth: isLearned ? 1 : 0 },
      data: shown.map.points.filter(point => point[by] === name && point.isLearned === isLearned).map(point => ({ value: point[layout], point })),
    }))).filter(one => one.data.length);
    const title = layout === 'pca' ? shown.map.shares.map((share, s) => `component ${s + 1} (${Math.round(100 * share)} % of the variance)`) : ['', ''];
    const values = layout === 'pca' ? {} : { axisLabel: { show: false }, axisTick: { show: false }, splitLine: { show: false }, axisLine: { show: false } };
    return base(640, {
      grid: { left: 48, right: 220, top: 16, bottom: 48 }, legend: { type: 'scroll', orient: 'vertical', right: 0, top: 8, bottom: 8, itemWidth: 12, itemHeight: 12, textStyle: { color: colour('--ink') } },
      tooltip: { formatter: ({ data: { point } }) => `${point.name}${point.isLearned ? ' (learned)' : ''}\nclass ${point.class}\nlayer ${point.layer}\n${shown.map.entityMeans}: ${point.entity}` },
      xAxis: axis({ type: 'value', scale: true, name: title[0], axisLine: { onZero: false, lineStyle: { color: colour('--line') } }, ...values }),
      yAxis: axis({ type: 'value', scale: true, name: title[1], nameGap: 34, axisLine: { onZero: false, lineStyle: { color: colour('--line') } }, ...values }),
      dataZoom: [{ type: 'inside', xAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'shift' }, { type: 'inside', yAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'shift' }], series,
    });
  },
};
