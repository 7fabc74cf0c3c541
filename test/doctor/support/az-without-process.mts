/**
 * The emulated `az` without its processes: a shell, its pipe and curl cost more than what a visit does with the token.
 * The visit asks the control service itself, as the script does. That the script answers the same is proved where the
 * doctor is a process of its own, and where a printed command is typed.
 */
import childProcess from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { delimiter, isAbsolute, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
}

/** What `curl --fail-with-body` ends with where the answer is a refusal. */
const REFUSED = 22;

/** @param addressOf where the script of that path sends its arguments, if it is one of an emulated Azure. */
export function answerAzWithoutProcess(addressOf: (program: string) => string | undefined): void {
  const { execFile } = childProcess;

  function execute(file: string, args: readonly string[], options: childProcess.ExecFileOptions): Promise<Outcome> {
    const url = addressOf(isAbsolute(file) ? file : lookUp(file));
    return url === undefined
      ? promisify(execFile)(file, args, { ...options, encoding: 'utf8' })
      : ask(url, args, options);
  }

  type Done = (error: unknown, stdout: string, stderr: string) => void;
  function replaced(file: string, args: readonly string[], options: childProcess.ExecFileOptions, done: Done): void {
    execute(file, args, options).then(
      ({ stdout, stderr }) => done(null, stdout, stderr),
      (error) => done(error, error.stdout ?? '', error.stderr ?? ''),
    );
  }

  Object.assign(childProcess, { execFile: Object.assign(replaced, { [promisify.custom]: execute }) });
  syncBuiltinESMExports();
}

/** As the system does, by the PATH of the visit. */
function lookUp(name: string): string {
  const files = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return files.find(isExecutable) ?? name;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function ask(url: string, args: readonly string[], { timeout }: childProcess.ExecFileOptions): Promise<Outcome> {
  const options = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    ...(timeout && { signal: AbortSignal.timeout(timeout) }),
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, options, (response) => {
      text(response).then((stdout) => {
        const said = { stdout, stderr: '' };
        const ended = { ...said, code: REFUSED, killed: false, signal: null };
        if (response.statusCode === 200) resolve(said);
        else reject(Object.assign(new Error('The command failed.'), ended));
      }, reject);
    });
    const killed = { stdout: '', stderr: '', code: null, killed: true, signal: 'SIGTERM' };
    request.once('error', (error) => reject(options.signal?.aborted ? Object.assign(error, killed) : error));
    request.end(args.map((arg) => `${arg}\0`).join(''));
  });
}
