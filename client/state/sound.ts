import { type ReadonlySignal, signal } from "@preact/signals";
import type { Severity } from "../../protocol/alarm.ts";

/** What a horn may say; `cut off`: the server is not heard. */
export type SoundKind = Exclude<Severity, "advisory"> | "cut off";

/** One tone: hertz, and seconds from the beginning of the pattern. */
export interface Tone {
  readonly hz: number;
  readonly atS: number;
  readonly forS: number;
}

/** Tones that repeat. */
export interface Pattern {
  readonly tones: readonly Tone[];
  readonly everyS: number;
}

const row = (hz: readonly number[], stepS: number, forS: number): Tone[] =>
  hz.map((one, index) => ({ hz: one, atS: index * stepS, forS }));

/** More tones, faster and higher, for what is more urgent; a falling pair for a page that hears nothing. */
export const patterns: Readonly<Record<SoundKind, Pattern>> = {
  emergency: { tones: row([988, 740, 988, 740, 988, 740], 0.2, 0.17), everyS: 1.6 },
  warning: { tones: row([740, 740, 740], 0.28, 0.18), everyS: 4 },
  caution: { tones: row([554], 0, 0.35), everyS: 20 },
  "cut off": { tones: row([440, 330], 0.4, 0.35), everyS: 10 },
};

/** Plays patterns. */
export interface Sound {
  /** Plays a pattern until told otherwise; `null` is quiet. `isWanted`: somebody expects to hear what may come. */
  readonly play: (kind: SoundKind | null, isWanted: boolean) => void;
  /** The browser plays nothing before somebody clicks or types on the page. */
  readonly isBlocked: ReadonlySignal<boolean>;
}

const loudness = 0.18;
/** A tone that begins at once clicks in the loudspeaker. */
const rampS = 0.015;

function playTone(audio: AudioContext, tone: Tone): void {
  const startS = audio.currentTime + tone.atS;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.type = "triangle";
  oscillator.frequency.value = tone.hz;
  gain.gain.setValueAtTime(0, startS);
  gain.gain.linearRampToValueAtTime(loudness, startS + rampS);
  gain.gain.setValueAtTime(loudness, startS + tone.forS - rampS);
  gain.gain.linearRampToValueAtTime(0, startS + tone.forS);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(startS);
  oscillator.stop(startS + tone.forS);
}

/** Synthesised in the browser; nothing is created before somebody wants to hear something. */
export function createBrowserSound(): Sound {
  const isBlocked = signal(false);
  let audio: AudioContext | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let playing: SoundKind | null = null;

  function look(): void {
    isBlocked.value = audio !== null && audio.state !== "running";
  }

  function open(): AudioContext {
    if (audio) return audio;
    const opened = new AudioContext();
    opened.addEventListener("statechange", look);
    const resume = (): void => void opened.resume().then(look, look);
    addEventListener("pointerdown", resume);
    addEventListener("keydown", resume);
    audio = opened;
    resume();
    look();
    return opened;
  }

  return {
    isBlocked,
    play: (kind, isWanted) => {
      if (isWanted) open();
      if (kind === playing) return;
      playing = kind;
      clearInterval(timer);
      if (kind === null) return;
      const { tones, everyS } = patterns[kind];
      const once = (): void => {
        // What a blocked browser was asked to play would all sound at once when it is let go.
        if (audio?.state === "running") for (const tone of tones) playTone(audio, tone);
      };
      once();
      timer = setInterval(once, everyS * 1000);
    },
  };
}
