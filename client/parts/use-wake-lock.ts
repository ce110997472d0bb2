import { useEffect } from "preact/hooks";

/** Keeps the screen from going dark while `wanted`, where the browser can; taken anew each time the page is seen again. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return undefined;
    let lock: WakeLockSentinel | null = null;
    let isOver = false;
    const take = async (): Promise<void> => {
      if (document.visibilityState !== "visible") return;
      try {
        const taken = await navigator.wakeLock.request("screen");
        if (isOver) await taken.release();
        else lock = taken;
      } catch (error) {
        console.info("This browser does not let the page keep the screen on.", error);
      }
    };
    const again = (): void => void take();
    document.addEventListener("visibilitychange", again);
    void take();
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", again);
      void lock?.release();
    };
  }, [wanted]);
}
