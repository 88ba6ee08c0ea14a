
(() => {
  "use strict";
  const built = [];
  const colour = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const series = (i) => colour("--series-" + (i % 10));
  const marks = ["circle", "triangle", "rect", "rectRot"];
  const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

  const axis = (title, more) => ({
    title: { display: title !== "", text: title, color: colour("--soft") },
    ticks: { color: colour("--soft"), maxRotation: 0, autoSkipPadding: 12 },
    grid: { color: colour("--line") },
    border: { color: colour("--line") },
    ...more,
  });

  const median = (values) => {
    const sorted = values.filter((v) => v !== null).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  };

  // The name of each group in its middle: colour is never the only key.
  const names = {
    id: "names",
    afterDatasetsDraw(chart) {
      const context = chart.ctx;
      context.save();
      context.font = "650 14px " + Chart.defaults.font.family;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      chart.data.datasets.forEach((set, i) => {
        if (!chart.isDatasetVisible(i) || set.data.length === 0) return;
        const x = chart.scales.x.getPixelForValue(median(set.data.map((p) => p.x)));
        const y = chart.scales.y.getPixelForValue(median(set.data.map((p) => p.y)));
        context.lineWidth = 5;
        context.strokeStyle = colour("--panel");
        context.strokeText(set.label, x, y);
        context.fillStyle = colour("--ink");
        context.fillText(set.label, x, y);
      });
      context.restore();
    },
  };

  // A line between two bars, with its meaning beside it.
  const line = (mark) => ({
    id: "mark",
    afterDatasetsDraw(chart) {
      const { x } = chart.scales;
      const { top, bottom, right } = chart.chartArea;
      const at = Math.min(x.left + mark.before * (x.width / chart.data.labels.length), right);
      const context = chart.ctx;
      context.save();
      context.strokeStyle = colour("--ink");
      context.lineWidth = 1.5;
      context.setLineDash([6, 4]);
      context.beginPath();
      context.moveTo(at, top);
      context.lineTo(at, bottom);
      context.stroke();
      context.font = "650 13px " + Chart.defaults.font.family;
      context.fillStyle = colour("--ink");
      context.textBaseline = "top";
      const fits = at + 6 + context.measureText(mark.text).width < right;
      context.textAlign = fits ? "left" : "right";
      context.fillText(mark.text, fits ? at + 6 : at - 6, top + 2);
      context.restore();
    },
  });

  const kinds = {
    bars: (data) => ({
      type: "bar",
      data: {
        labels: data.labels,
        datasets: data.series.map((s, i) => ({
          label: s.name, data: s.values, backgroundColor: series(i), borderRadius: 3,
          maxBarThickness: 48,
        })),
      },
      scales: {
        x: axis(data.xTitle, { grid: { display: false } }),
        y: axis(data.yTitle, { beginAtZero: true }),
      },
      plugins: data.mark ? [line(data.mark)] : [],
    }),
    lines: (data) => ({
      type: "line",
      data: {
        datasets: data.series.map((s, i) => ({
          label: s.name, data: s.values.map((y, j) => ({ x: data.x[j], y })),
          borderColor: series(i), backgroundColor: series(i), borderWidth: 2,
          borderDash: dashes[i % dashes.length], pointRadius: data.x.length > 30 ? 0 : 2,
          tension: 0,
        })),
      },
      scales: {
        x: axis(data.xTitle, { type: "linear" }),
        y: axis(data.yTitle, data.logarithmic ? { type: "logarithmic" } : {}),
      },
    }),
    scatter: (data) => ({
      type: "scatter",
      data: {
        datasets: data.series.map((s, i) => ({
          label: s.name, data: s.points.map(([x, y]) => ({ x, y })),
          backgroundColor: series(i) + "b8", borderColor: series(i), borderWidth: 0.5,
          pointRadius: innerWidth < 640 ? 1.8 : 2.6, pointHoverRadius: 5, pointStyle: marks[i % marks.length],
        })),
      },
      scales: { x: axis(data.xTitle, {}), y: axis(data.yTitle, {}) },
      plugins: data.series.length > 1 ? [names] : [],
    }),
  };

  function build() {
    built.splice(0).forEach((chart) => chart.destroy());
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 13;
    document.querySelectorAll("script[data-chart]").forEach((source) => {
      const data = JSON.parse(source.textContent);
      const made = kinds[data.kind](data);
      const legend = data.series.length > 1;
      built.push(new Chart(document.getElementById(source.dataset.chart), {
        type: made.type,
        data: made.data,
        plugins: made.plugins || [],
        options: {
          animation: false, responsive: true, maintainAspectRatio: false, locale: "en",
          scales: made.scales,
          interaction: made.type === "scatter"
            ? { mode: "nearest", intersect: true } : { mode: "index", intersect: false },
          plugins: {
            legend: {
              display: legend,
              labels: {
                color: colour("--ink"), usePointStyle: true, boxHeight: 7, boxWidth: 18,
                padding: 14, ...(made.type === "line" ? { pointStyle: "line", pointStyleWidth: 26 } : {}),
              },
            },
            tooltip: {
              backgroundColor: colour("--ink"), titleColor: colour("--ground"),
              bodyColor: colour("--ground"),
            },
          },
        },
      }));
    });
  }

  build();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", build);
})();
