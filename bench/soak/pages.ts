import { io, type Socket } from "socket.io-client";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { ServerToPage } from "../../protocol/wire.ts";

/** Live pages as browsers are: some read, one may sleep with its connection open, one may go. */
export interface SoakPages {
  /** Alarm events that the page which always reads has got. */
  readonly alarms: readonly AlarmView[];
  readonly frames: number;
  /** One page stops reading, one hangs up without a word. */
  stall(): void;
  wake(): void;
  close(): void;
}

type Page = Socket<ServerToPage, Record<string, never>>;

const open = (url: string): Page => io(url, { transports: ["websocket"], forceNew: true });

/** The TCP connection below a page; what reads nothing holds the server's words in the system's buffers. */
function socketOf(page: Page): { pause(): void; resume(): void; destroy(): void } | null {
  const transport = page.io.engine?.transport as unknown as
    | { ws?: { _socket?: { pause(): void; resume(): void; destroy(): void } } }
    | undefined;
  return transport?.ws?._socket ?? null;
}

export function openPages(url: string): SoakPages {
  const [reader, sleeper, leaver] = [open(url), open(url), open(url)];
  const alarms: AlarmView[] = [];
  let frames = 0;
  reader.on("alarm", ({ alarm }) => void alarms.push(alarm));
  reader.on("frame", () => void frames++);
  return {
    alarms,
    get frames() {
      return frames;
    },
    stall() {
      socketOf(sleeper)?.pause();
      socketOf(leaver)?.destroy();
    },
    wake: () => void socketOf(sleeper)?.resume(),
    close() {
      for (const page of [reader, sleeper, leaver]) page.disconnect();
    },
  };
}
