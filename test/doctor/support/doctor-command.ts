/** The doctor's own command line, as it ships, in a child process that can reach this machine only. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { type Doctor, toDoctor, type Visit, type VisitOptions } from './visit.ts';

const ROOT = join(__dirname, '../../..');
const FILE = join(ROOT, 'dist/doctor.js');
const LOOPBACK_ONLY = join(ROOT, 'test/support/loopback-only.cjs');

export interface CommandOptions extends VisitOptions {
  /** As `| head -1` does. */
  readonly readsFirstLineOnly?: true;
}

export function createDoctorCommand(): Doctor<CommandOptions> {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));

  async function run(azure: EmulatedAzure, args: readonly string[], options: CommandOptions = {}): Promise<Visit> {
    const child = spawnDoctor(azure, args, options);
    if (options.readsFirstLineOnly) child.stdout.once('data', () => child.stdout.destroy());
    const visit = await collect(child);
    expect(visit.stderr).not.toContain('FOREIGN HOST');
    return visit;
  }

  function spawnDoctor(azure: EmulatedAzure, args: readonly string[], { environment, folder: cwd }: VisitOptions) {
    return spawn(process.execPath, [FILE, '--arm', azure.urls.arm, ...args], {
      cwd: cwd ?? folder,
      env: {
        HOME: folder,
        // Compiling the bundle is a quarter of a short run.
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        NODE_OPTIONS: `--require ${LOOPBACK_ONLY}`,
        ...azure.operatorEnvironment,
        ...environment,
      },
    });
  }

  return toDoctor(run, () => rmSync(folder, { recursive: true, force: true }));
}

/** A command as the doctor prints it, typed into a shell whose `az` is the emulated one. */
export function type(azure: EmulatedAzure, command: string): Promise<Visit> {
  return collect(spawn('/bin/sh', ['-c', command], { env: { ...azure.operatorEnvironment } }));
}

function collect(child: ReturnType<typeof spawn>): Promise<Visit> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}
