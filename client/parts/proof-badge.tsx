import { usePage } from "../page.ts";
import { toOverallProof } from "../state/proof-words.ts";
import { StatusShape } from "./status-shape.tsx";

/** Whether detection still works, as the last test leak showed. */
export function ProofBadge() {
  const { store } = usePage();
  const proof = toOverallProof(store.proofs.value, store.serverNowMs.value);
  if (!proof) return null;
  return (
    <span class={`peer ${proof.isDoubtful ? "peer-down" : "peer-quiet"}`} data-testid="proof-badge">
      {proof.isDoubtful ? <StatusShape status="caution" /> : null}
      {proof.text.charAt(0).toUpperCase() + proof.text.slice(1)}
    </span>
  );
}
