// Imports one package, by the name that users import it by, and writes how many milliseconds that took.
const start = performance.now();
await import(process.argv[2]);
console.log(performance.now() - start);
