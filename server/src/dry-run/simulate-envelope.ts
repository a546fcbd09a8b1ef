import { analyze } from '@smtpd-conf/compiler';
import {
  type ExplainedLine,
  envelopeSession,
  explainSession,
  simulators,
  Undescribed,
  verdict,
} from '@smtpd-conf/simulator';
import type { SimulateParams, SimulateResult, TraceLine } from '../requests.js';
import { toLocation } from '../to-lsp/edits.js';
import type { Project } from '../workspace/project.js';
import { acceptedConfig, placeOf, sourcesOf } from './dry-run-config.js';
import { type DryRunWorld, readEditorWorld, SUPPOSED, supposedWorld } from './dry-run-world.js';

/**
 * What becomes of an envelope, and why, with the places in the configuration that decide it. `readText` gives the text of
 * a file of the host, open or on the disk.
 */
export async function simulateEnvelope(
  project: Project,
  { uri: _, ...facts }: SimulateParams,
  readText: (path: string) => string | undefined,
): Promise<SimulateResult> {
  const { settings, main } = project;
  const described = settings.world !== '';
  const chosen: DryRunWorld = described
    ? await readWorld(project, readText)
    : { ok: true, world: supposedWorld(project.world) };
  if (!chosen.ok) return chosen;
  const { world } = chosen;
  const analysis = described ? analyze(main, world.files, settings.target) : project.analysis;
  const accepted = acceptedConfig(analysis, project.seesSystem);
  if (!accepted.ok) return accepted;
  const { config } = accepted;
  const request = envelopeSession(config, facts);
  if ('impossible' in request) return { ok: false, message: `No such session: ${request.impossible}.` };
  try {
    const simulated = simulators(config, world)()(request);
    const lines = explainSession(config, sourcesOf(analysis), simulated);
    const wire = ({ origin, ...line }: ExplainedLine): TraceLine => {
      const place = placeOf(analysis, origin);
      return { ...line, ...(place === undefined ? {} : { location: toLocation(place, project) }) };
    };
    const note: TraceLine[] = described ? [] : [{ text: SUPPOSED, depth: 0, kind: 'detail' }];
    return { ok: true, lines: [...note, ...lines.map(wire)], verdict: verdict(simulated).text };
  } catch (error) {
    if (!(error instanceof Undescribed)) throw error;
    const where = described ? settings.world : 'a file that the setting smtpd-conf.world names';
    return { ok: false, message: `${sentence(error.message)}; add "${error.key}" to ${where}.` };
  }
}

async function readWorld(project: Project, readText: (path: string) => string | undefined): Promise<DryRunWorld> {
  const path = project.settings.world;
  const text = readText(path);
  if (text !== undefined) return readEditorWorld(text, path, project.world);
  return { ok: false, message: `${path}, which the setting smtpd-conf.world names, cannot be read.` };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
