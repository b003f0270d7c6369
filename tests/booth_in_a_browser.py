"""The voting screens in a real browser: getting to them, and a device whose voices a test can hear."""

VOICES = """(() => {
  const said = (window.said = []);
  class Utterance { constructor(text) { this.text = text; } }
  window.SpeechSynthesisUtterance = Utterance;
  const voices = [{ lang: "en-GB", localService: true }, { lang: "ur", localService: false }];
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    cancel: () => said.push("(end)"),
    speak: (one) => { said.push(one.text); if (!window.hold) setTimeout(() => one.onend(), 5); },
    addEventListener: () => {},
  }});
})()"""


def enter(page, served, name="Fun after school", which=2, **liked):
    page.goto("/vote")
    page.get_by_label("Your voting code").fill(served.codes[name, "young people"][which])
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    page.goto("/vote/easier")
    for part, value in liked.items():
        page.locator(f"input[name={part}][value='{value}']").check(force=True)
    page.evaluate("window.later = 999")
    page.wait_for_timeout(350)
    with page.expect_navigation():
        page.get_by_role("button", name="Use this").click()
