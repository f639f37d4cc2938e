import type { ServerView } from '../../client/server-view.js';
import type { Paths } from '../../config/paths.js';
import type { ConnectFlags } from '../../server/connect-options.js';
import type { DaemonStatus } from '../../server/daemon/status.js';
import type { Verdict } from './finding.js';

/** One thing `doctor` looks at. It starts nothing and changes nothing. */
export interface Check {
  readonly name: string;
  /** What throws becomes a problem: a check need not catch what it cannot explain better. */
  readonly look: (place: DoctorPlace) => Promise<Verdict | readonly Verdict[]>;
}

/** What checks look at. What is asked of a server is asked once, by whoever needs it first. */
export interface DoctorPlace {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly cwd: string;
  readonly paths: Paths;
  readonly flags: ConnectFlags;
  /** Where commands find runs. Throws SERVER_PROFILE_UNUSABLE. */
  readonly where: () => Promise<Where>;
  /** The server there; null for a daemon that is not up. Throws what `viewServer` names. */
  readonly server: () => Promise<ServerView | null>;
}

export type Where =
  | { readonly kind: 'cluster'; readonly address: string; readonly namespace: string }
  | { readonly kind: 'daemon'; readonly status: DaemonStatus };
