// Recordings and their incidents: lanes of the layers, the score, curves of a culprit against its peers; choosing an incident.
const pairs = curve => curve.seconds.map((at, i) => [at, curve.values[i]]);
const area = (from, until) => [{ xAxis: from }, { xAxis: until }];

function box(params, api, x0, x1, y, height, style) {
  const [from, top] = api.coord([x0, y]);
  const width = Math.max(2, api.coord([x1, y])[0] - from);
  const area = params.coordSys;
  const shape = echarts.graphic.clipRectByRect({ x: from, y: top - height / 2, width, height }, area);
  return shape && { type: 'rect', shape, style };
}

drawers.recording = (shown, key, figure) => {
  const recording = shown.recordings[key];
  const strips = ['faults', 'benign', 'alarms'];
  const stripHues = [seen(hues[1]), hues[2], seen(hues[0])];
  const bands = [
    ...recording.labels.map(label => ({ value: [label.start, label.end, label.isBenign ? 1 : 0], name: label.class, more: label.place, label: label.id })),
    ...shown.incidents.map((incident, i) => ({ incident, i })).filter(({ incident }) => incident.recording === recording.name && incident.raised !== null)
      .map(({ incident, i }) => ({ value: [incident.start, incident.end, 2], name: incident.stated ?? (incident.classes.length ? 'not sure enough' : 'no class'), more: `${incident.outcome}, ${incident.id}`, number: i })),
  ];
  const usual = recording.lanes.map(lane => lane.shifts.toSorted((a, b) => a - b)).map(shifts => ({ middle: shifts[shifts.length >> 1], most: shifts.at(-1) }));
  const cells = recording.lanes.flatMap((lane, l) => lane.shifts.map((shift, i) => [i ? recording.laneSeconds[i - 1] : 0, recording.laneSeconds[i], l, shift])
    .filter(cell => cell[3] > usual[l].middle));
  const faults = recording.labels.filter(label => !label.isBenign);
  const x = grid => axis({ type: 'value', min: 0, max: recording.seconds, gridIndex: grid, axisLabel: { show: grid === 2, color: colour('--soft') }, axisTick: { show: grid === 2 }, splitLine: { show: false }, name: grid === 2 ? 'seconds of the recording' : '' });
  const names = (list, grid) => axis({ type: 'category', data: list, inverse: true, gridIndex: grid, axisLabel: { color: colour('--ink'), interval: 0 }, axisTick: { show: false }, axisLine: { show: false } });
  return {
    ...base(430, {
      grid: [{ left: 92, right: 16, top: 4, height: 66 }, { left: 92, right: 16, top: 80, height: 116 }, { left: 92, right: 16, top: 210, height: 140 }],
      xAxis: [x(0), x(1), x(2)], yAxis: [names(strips, 0), names(recording.lanes.map(lane => lane.layer), 1), axis({ type: recording.isLogarithmic ? 'log' : 'value', gridIndex: 2, scale: true, name: 'score', nameGap: 48, ...(recording.isLogarithmic ? ends(recording) : {}) })],
      dataZoom: [{ type: 'slider', xAxisIndex: [0, 1, 2], bottom: 4, height: 22, filterMode: 'none', showDataShadow: false, labelFormatter: short, textStyle: { color: colour('--soft') } },
        { type: 'inside', xAxisIndex: [0, 1, 2], filterMode: 'none', zoomOnMouseWheel: 'shift', moveOnMouseMove: true }],
      series: [
        {
          type: 'custom', xAxisIndex: 0, yAxisIndex: 0, encode: { x: [0, 1], y: 2 }, data: bands, cursor: 'pointer',
          tooltip: { formatter: item => `${item.data.name}\n${item.data.more}\n${short(item.value[0])} to ${short(item.value[1])} s` },
          renderItem: (params, api) => box(params, api, api.value(0), api.value(1), api.value(2), 16, { fill: stripHues[api.value(2)], opacity: 0.9 }),
        },
        {
          type: 'custom', xAxisIndex: 1, yAxisIndex: 1, encode: { x: [0, 1], y: 2 }, data: cells, progressive: 4000,
          tooltip: { formatter: item => `${recording.lanes[item.value[2]].layer}: shifts of ${short(item.value[3])}\nat ${short(item.value[1])} s` },
          renderItem: (params, api) => box(params, api, api.value(0), api.value(1), api.value(2), 26, { fill: colour('--accent'), opacity: strength(usual[api.value(2)], api.value(3)) }),
        },
        {
          type: 'line', xAxisIndex: 2, yAxisIndex: 2, data: pairs(recording.score), symbol: 'none', sampling: 'lttb', color: seen(hues[0]), lineStyle: { width: 1.3 },
          markLine: { silent: true, symbol: 'none', label: { formatter: 'threshold', position: 'insideEndTop', color: colour('--warn') }, lineStyle: { color: colour('--warn') }, data: [{ yAxis: recording.threshold }] },
          markArea: { silent: true, itemStyle: { color: colour('--band') }, data: faults.map(label => area(label.start, label.end)) },
        },
      ],
      tooltip: { trigger: 'item' },
    }),
    onClick(item) {
      const index = Number(figure.dataset.run);
      const number = item.data?.number ?? shown.incidents.findIndex(incident => item.data?.name === incident.trueClass && incident.recording === recording.name && overlaps(incident, item.value));
      if (number >= 0) openIncident(index, number, true);
    },
  };
};

// A logarithmic axis from the smallest to the largest score, not from one power of ten to another.
function ends(recording) {
  const seen = recording.score.values.filter(value => value > 0);
  return { min: seen.reduce((a, b) => Math.min(a, b), recording.threshold), max: seen.reduce((a, b) => Math.max(a, b), recording.threshold) };
}

// Darker: further beyond the middle of the lane.
const strength = (usual, shift) => ((shift - usual.middle) / Math.max(1e-9, usual.most - usual.middle)) ** 1.5;

function overlaps(incident, band) {
  return band && incident.start < band[1] + 60 && incident.end > band[0] - 60;
}

drawers.signal = (shown, key) => {
  const [number, rank] = key.split('/').map(Number);
  const incident = shown.incidents[number];
  const signal = incident.evidence.signals[rank];
  const [low, high] = [pairs(signal.peerLow), pairs(signal.peerHigh)].map(curve => curve.filter(point => point[1] !== null));
  const peer = seen(hues[0]);
  return base(220, {
    grid: { left: 72, right: 16, top: 30, bottom: 40 }, legend: { top: 0, data: low.length ? ['culprit', 'median of the peers', '80% of the peers'] : ['culprit'], textStyle: { color: colour('--ink') } },
    tooltip: { trigger: 'axis', valueFormatter: short },
    xAxis: axis({ type: 'value', min: 'dataMin', max: 'dataMax', name: 'seconds of the recording', splitLine: { show: false }, axisLabel: { color: colour('--soft'), formatter: short, showMinLabel: false, showMaxLabel: false } }),
    yAxis: axis({ type: 'value', scale: true, name: signal.unit, nameGap: 54 }), dataZoom: [{ type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'shift' }],
    series: [
      {
        name: '80% of the peers', type: 'custom', silent: true, clip: true, data: low.length ? [[low[0][0], low[0][1]]] : [], itemStyle: { color: peer, opacity: 0.3 }, tooltip: { show: false },
        renderItem: (params, api) => ({ type: 'polygon', shape: { points: [...high, ...low.toReversed()].map(point => api.coord(point)) }, style: { fill: peer, opacity: 0.18 } }),
      },
      { name: 'median of the peers', type: 'line', data: pairs(signal.peerMedian), symbol: 'none', color: peer, lineStyle: { width: 1.4, type: 'dashed' } },
      {
        name: 'culprit', type: 'line', data: pairs(signal.culprit), symbol: 'none', color: hues[1], lineStyle: { width: 2.2 },
        markArea: { silent: true, itemStyle: { color: colour('--band') }, data: [area(incident.start, incident.end)] },
      },
    ],
  });
};

function openIncident(index, number, focus) {
  const part = all(`#panel-incidents .run`)[index];
  const button = part.querySelector(`button.open[data-incident="${number}"]`);
  showRecording(part, Number(button.closest('div.recording').dataset.recording));
  for (const other of all('button.open', part)) other.setAttribute('aria-expanded', other === button);
  for (const evidence of all('.evidence', part)) evidence.classList.toggle('hidden', evidence.id !== button.getAttribute('aria-controls'));
  drawSeen();
  if (!focus) return;
  button.focus({ preventScroll: true });
  document.getElementById(button.getAttribute('aria-controls')).scrollIntoView({ block: 'nearest' });
}

function showRecording(part, index) {
  const choice = part.querySelector('[data-choice=recording]');
  choice.value = index;
  for (const recording of all('div.recording', part)) recording.classList.toggle('hidden', Number(recording.dataset.recording) !== index);
}

function onIncidentKey(event) {
  const panel = document.getElementById('panel-incidents');
  if (!panel || panel.classList.contains('hidden') || event.target.closest('select, input') || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const part = all('.run', panel)[run.chosen];
  const buttons = all('button.open', part);
  if (!buttons.length) return;
  const from = buttons.indexOf(document.activeElement);
  const at = from >= 0 ? from + step : buttons.findIndex(isSeen);
  const button = buttons[Math.min(buttons.length - 1, Math.max(0, at))];
  showRecording(part, Number(button.closest('div.recording').dataset.recording));
  drawSeen();
  button.focus();
}

function startIncidents() {
  for (const [index, part] of all('#panel-incidents .run').entries()) {
    const choice = part.querySelector('[data-choice=recording]');
    if (!choice) continue;
    choice.addEventListener('change', () => { showRecording(part, Number(choice.value)); drawSeen(); });
    for (const button of all('button.open', part)) button.addEventListener('click', () => openIncident(index, Number(button.dataset.incident), true));
    const first = part.querySelector('tr.found button.open') ?? part.querySelector('button.open');
    if (first) openIncident(index, Number(first.dataset.incident), false);
    else showRecording(part, 0);
  }
  document.addEventListener('keydown', onIncidentKey);
}
