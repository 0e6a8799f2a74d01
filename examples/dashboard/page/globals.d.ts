/** Chart.js comes by a script element: its modules import by bare names, which a browser cannot resolve. */
declare const Chart: typeof import('chart.js').Chart;
