import type { JudgeVersion } from '../../../support/judge.js';
import type { Draw } from '../../fuzz/draw.js';
import type { Scenario } from '../scenario.js';
import { drawConfig } from './draw-config.js';
import { drawSessions } from './draw-session.js';
import { drawWorld, SINKS } from './draw-world.js';

/** A configuration, a world and sessions, all drawn. */
export function drawScenario(draw: Draw, name: string, release: JudgeVersion): Scenario {
  const abilities = { tls: release !== '6.8.0' && draw.chance(50) };
  const config = drawConfig(draw, abilities);
  return {
    name,
    about: 'drawn',
    config: config.text,
    world: drawWorld(draw, config, abilities),
    sinks: SINKS,
    sessions: drawSessions(draw, config, abilities),
  };
}
