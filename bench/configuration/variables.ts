/** An environment variable as its reader needs to know it. */
export interface Variable {
  readonly name: string;
  readonly meaning: string;
  readonly without: string;
  readonly example: string;
}

/** Every variable that Loopwatch reads. Variables win over the file. */
export const variables: readonly Variable[] = [
  {
    name: "INFLUX_URL",
    meaning: "InfluxDB of your own: 1.x, or the 1.x interface of 2.x and 3.x; may carry an account",
    without: "`store` of the file",
    example: "http://127.0.0.1:8086",
  },
  { name: "INFLUX_DATABASE", meaning: "its database", without: "`loopwatch`", example: "plant" },
  { name: "INFLUX_USERNAME", meaning: "its account", without: "none", example: "loopwatch" },
  { name: "INFLUX_PASSWORD", meaning: "the account's password", without: "none", example: "…" },
  { name: "INFLUX_TOKEN", meaning: "a token instead of an account", without: "none", example: "…" },
  {
    name: "SMTP_URL",
    meaning: "mail server; `smtps://` is encrypted from the first byte",
    without: "a built-in mail server keeps the mails",
    example: "smtp://user:password@mail.example.org:587",
  },
  {
    name: "WEBHOOK_SECRET_ID",
    meaning: "signs what the webhook `ID` is sent; its id in capitals, `-` and `.` as `_`",
    without: "not signed",
    example: "whsec_…",
  },
  {
    name: "MQTT_PASSWORD",
    meaning: "password of the brokers that name a user; `passwordVariable` names another variable",
    without: "none",
    example: "…",
  },
  {
    name: "MQTT_URL",
    meaning: "the broker's whole address",
    without: "`mqtt[].url`",
    example: "mqtts://user:password@broker.example.org:8883",
  },
  {
    name: "LOOPWATCH_CONFIG",
    meaning: "the configuration file",
    without: "`loopwatch.yaml` here, else the example",
    example: "/etc/loopwatch/loopwatch.yaml",
  },
  {
    name: "LOOPWATCH_HOST",
    meaning: "address that is listened on; `HOST` too",
    without: "`listen.host`",
    example: "127.0.0.1",
  },
  {
    name: "LOOPWATCH_PORT",
    meaning: "port that is listened on; `PORT` too; 0 takes a free one",
    without: "`listen.port`",
    example: "8420",
  },
  {
    name: "LOOPWATCH_DATA",
    meaning: "folder of everything that must survive",
    without: "`dataDir`",
    example: "/var/lib/loopwatch",
  },
  { name: "LOG_LEVEL", meaning: "`debug`, `info`, `warn` or `error`", without: "`info`", example: "warn" },
];
