import { frameTarget } from './frame-target.js';
import { hostFileTargets } from './host-file-targets.js';
import { messageTargets } from './message-targets.js';
import { plantedFault, plantedLoop } from './planted-fault.js';
import type { Target } from './target.js';
import { textTargets } from './text-targets.js';

/** What `npm run fuzz` runs. */
export const targets: readonly Target[] = [
  ...messageTargets,
  ...textTargets,
  ...hostFileTargets,
  frameTarget,
];

/** A target by its name, those with a planted fault included; `undefined` where there is none. */
export function findTarget(name: string): Target | undefined {
  return [...targets, plantedFault, plantedLoop].find((target) => target.name === name);
}
