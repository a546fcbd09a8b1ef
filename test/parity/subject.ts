import { daemonCheck } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import type { JudgeVersion, Verdict } from '../support/judge.js';
import type { Workspace } from '../support/judge-workspace.js';
import { FixtureWorld, JudgeWorld } from '../support/judge-world.js';

/** Ours, asked as the judge is: about a file of a workspace. A throw is an answer too, one that no judge gives. */
export class Subject {
  private readonly world: JudgeWorld;

  /** `system` is this machine; `fixtures` the one that the expectations were recorded on. */
  constructor(workspace: Workspace, machine: 'system' | 'fixtures') {
    const World = machine === 'system' ? JudgeWorld : FixtureWorld;
    this.world = new World(new SystemWorld(), workspace.directory);
  }

  ask(file: string, version: JudgeVersion): Verdict {
    try {
      return daemonCheck(file, this.world, { version, platform: 'linux' });
    } catch (error) {
      return { stderr: `threw: ${error instanceof Error ? error.stack : String(error)}`, status: -2 };
    }
  }
}
