import mqtt from "mqtt";

/** Publishes a point ten times a second with QoS 1 and counts what the broker has acknowledged. */
export interface SoakPublisher {
  readonly acknowledged: number;
  stop(): Promise<void>;
}

export const publishedTopic = "soak/lines";
export const publishedMeasurement = "soak_published";

const everyMs = 100;

export async function startPublisher(url: string): Promise<SoakPublisher> {
  const client = mqtt.connect(url, { clientId: "soak-publisher", clean: false, reconnectPeriod: 250 });
  // A broker that is away is part of the soak; the client tries again by itself.
  client.on("error", () => undefined);
  await new Promise<void>((resolve) => client.once("connect", () => resolve()));
  const count = { sent: 0, acknowledged: 0 };
  const timer = setInterval(() => {
    const n = count.sent++;
    client.publish(
      publishedTopic,
      `${publishedMeasurement} n=${n}i ${Date.now()}000000`,
      { qos: 1 },
      (error) => {
        if (error === undefined || error === null) count.acknowledged += 1;
      },
    );
  }, everyMs);
  return {
    get acknowledged() {
      return count.acknowledged;
    },
    async stop() {
      clearInterval(timer);
      while (count.acknowledged < count.sent) await new Promise((resolve) => setTimeout(resolve, everyMs));
      await client.endAsync();
    },
  };
}
