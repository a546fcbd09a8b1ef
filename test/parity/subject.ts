import { daemonCheck } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import type { Version } from '@smtpd-conf/grammar';
import { readOutput, type Verdict } from '../support/judge.js';
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

  ask(file: string, version: Version): Verdict {
    try {
      const { stderr, encoding, status } = daemonCheck(file, this.world, { version, platform: 'linux' });
      return { ...readOutput(Buffer.from(stderr, encoding)), status };
    } catch (error) {
      const stack = error instanceof Error ? error.stack : String(error);
      return { stderr: `threw: ${stack}`, encoding: 'utf-8', status: -2 };
    }
  }
}
