import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of a second in /proc, on every Linux. */
const TICKS = 100;

interface ProcessTimes {
  parent: number;
  /** Its own and that of its children that ended, in milliseconds. */
  ms: number;
}

/**
 * Processor time of the servers that this process started, in milliseconds: steadier than the clock where others
 * work on the same machine. NaN where there is no /proc, and for servers elsewhere.
 */
export function serverCpuMs(): number {
  const processes = readProcesses();
  const isOurs = (parent: number): boolean => {
    if (parent === process.pid) return true;
    const next = processes.get(parent);
    return next !== undefined && isOurs(next.parent);
  };
  const ours = [...processes.values()].filter(({ parent }) => isOurs(parent));
  return ours.length === 0 ? Number.NaN : ours.reduce((sum, { ms }) => sum + ms, 0);
}

function readProcesses(): Map<number, ProcessTimes> {
  const processes = new Map<number, ProcessTimes>();
  for (const name of readProc()) {
    try {
      // Behind the name in parentheses: state, parent, ..., and from the 12th on utime, stime, cutime, cstime.
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      processes.set(Number(name), { parent: Number(fields[1]), ms: (ticks * 1000) / TICKS });
    } catch {
      // It has ended meanwhile.
    }
  }
  return processes;
}

function readProc(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
