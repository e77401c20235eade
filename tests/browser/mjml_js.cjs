// MJML JS as the engine's reference: one JSON string of MJML a line in, one {html, errors} or {failed} a line out.
const mjml2html = require("mjml");
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", async (line) => {
  let answer;
  try {
    const { html, errors } = await mjml2html(JSON.parse(line), { validationLevel: "soft", keepComments: true });
    answer = { html, errors: errors.map((error) => error.formattedMessage) };
  } catch (error) {
    answer = { failed: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
});
