import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

type Loaded<P> =
  | { readonly kind: "loading" | "failed" }
  | { readonly kind: "here"; readonly Part: ComponentType<P> };

/** A part that is fetched when it is first drawn, so that the live view does not wait for it. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let here: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [loaded, setLoaded] = useState<Loaded<P>>(
      here ? { kind: "here", Part: here } : { kind: "loading" },
    );
    useEffect(() => {
      if (here) return;
      load().then(
        (Part) => {
          here = Part;
          setLoaded({ kind: "here", Part });
        },
        (error: unknown) => {
          console.warn("A part of the page could not be fetched.", error);
          setLoaded({ kind: "failed" });
        },
      );
    }, []);
    if (loaded.kind === "here") return <loaded.Part {...props} />;
    if (loaded.kind === "loading") return null;
    return (
      <p class="problem" role="alert">
        This part of the page could not be fetched: the server is away, or has another version now.{" "}
        <a href=".">Load the page anew</a>.
      </p>
    );
  };
}
