// Removes built folders, on every platform: what was deleted from src must not live on in dist.
import { rmSync } from 'node:fs';

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
