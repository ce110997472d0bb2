import fc from "fast-check";

/** Mostly sensible parts of line protocol, so that about half of the lines are good and the others nearly. */
const mostly = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: bad });
const of = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const noise = (alphabet: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), maxLength });
const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(""));

const name = mostly(
  of("m", "loop", "flow_lpm", "a.b", "Ü", "x\\ y", "k\\,1", "v\\=2", "C:\\t", "p-acc", '"q"', "#h"),
  fc.oneof(noise('ab,= \\"#é\t', 5), of("", "time", "_field", "\\", "a\\\\", "\\\\,", "a\u0001")),
);
const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 20 });
const exponent = joined(of("e", "E", "e-", "e+", "E+", "E-"), fc.nat(330).map(String));
const number = mostly(
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.integer().map(String),
    joined(of("", "-"), digits, of("."), digits),
    joined(of("", "-"), digits, exponent),
    of(".5", "5.", "-.5", "-5.", "00012", "1e-400"),
  ),
  fc.oneof(
    joined(of("+", "--", ""), digits, of("e", ".e", "..", "_"), digits),
    of(".", "-", "e5", "1e", "1e+", "0x10", "1_0", "Inf", "-Inf", "NaN", "1e400", "+5"),
  ),
);
const integer = fc.oneof(fc.integer().map(String), joined(of("", "-"), digits), number);
const limits = of(
  "9223372036854775807",
  "9223372036854775808",
  "-9223372036854775808",
  "18446744073709551615",
);
const truths = of("t", "T", "true", "True", "TRUE", "f", "F", "false", "False", "FALSE");
const text = joined(of('"'), mostly(noise("ab ,=#\n", 8), noise('a\\"', 4)), of('"'));
const value = mostly(
  fc.oneof(
    { weight: 4, arbitrary: number },
    { weight: 2, arbitrary: joined(mostly(integer, limits), mostly(of("i"), of("u", "I", "ii"))) },
    { weight: 1, arbitrary: truths },
    { weight: 2, arbitrary: text },
  ),
  of('"', '"a', 'a"', '"a"b', '"\\"', "'a'", "", "tRue", "yes", "12u"),
);
const time = mostly(
  fc.oneof(
    fc.integer({ min: 0, max: 2_000_000_000 }).map((n) => ` ${n}`),
    of("", " ", "  7", " 7 ", " -1", " -0", " 007", " 9223372036854775806", " -9223372036854775806"),
  ),
  of(" 1.5", " 1e3", " x", " 1 2", "\t7", " 9223372036854775807", " -9223372036854775808", " 1i", " +1"),
);
const list = (pair: fc.Arbitrary<string>, minLength: number): fc.Arbitrary<string> =>
  fc.array(pair, { minLength, maxLength: 4 }).map((pairs) => pairs.join(","));
const pair = (right: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  joined(name, mostly(of("="), of("==", "", "= ")), right);
const tags = fc.oneof(
  of("", ",loop=a", ",loop=a,side=b"),
  list(pair(name), 1).map((written) => `,${written}`),
);

const whole = joined(
  mostly(of("", " "), of("#", ",", "  ")),
  name,
  tags,
  mostly(of(" ", "  "), of("", "\t", "\n")),
  mostly(list(pair(value), 1), of("")),
  time,
  of("", "", "\n", "\r\n", " \n", "\r"),
);

/** The same with a character exchanged for noise of the alphabet that matters. */
const broken = fc
  .tuple(whole, fc.nat(60), noise('m1,= \\"\n\r\ti', 2))
  .map(([line, at, between]) => line.slice(0, at) + between + line.slice(at + 1));

/** Lines of line protocol, good and bad, as bodies of one line (text may hold line feeds). */
export const awkwardLine: fc.Arbitrary<Buffer> = fc
  .oneof({ weight: 3, arbitrary: whole }, { weight: 1, arbitrary: broken })
  .map((line) => Buffer.from(line));
