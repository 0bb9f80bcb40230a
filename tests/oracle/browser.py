"""Records where a browser breaks lines, for `tests/browser.rs` to compare with.

    python3 tests/oracle/browser.py > tests/oracle/browser.jsonl

Texts are stretches of our own interviews, and the quotes of a file `../shared/bench/quotes.jsonl` where that is at hand.
One line a text: where it stands (a file and its bytes, or a row), type size and measure in pixels, and for each way of
`text-wrap` its lines as `[end, width]`: characters from the text's start to the line's end, and pixels. No text is
recorded. Needs `chromium`; run it again when the face or the interviews change.
"""

import base64
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parent.parent.parent
FACE = ROOT / "fonts/eb-garamond/EBGaramond-Regular.ttf"
BENCH = ROOT.parent / "shared/bench/quotes.jsonl"
# As wide as a link preview's text, and the size that quotes of a length have there.
MEASURE = 1040
SIZES = [(60, 72), (90, 62), (140, 54), (200, 46), (260, 40), (10_000, 36)]
WRAPS = ["balance", "pretty"]

PAGE = """<!doctype html><meta charset="utf-8">
<style>@font-face { font-family: Face; src: url(data:font/ttf;base64,%s) }
p { font-family: Face; margin: 0; line-height: 1.25 }</style><body><script>
const tasks = %s, wraps = %s;
document.fonts.load("20px Face").then(() => {
  const out = tasks.map(task => wraps.map(wrap => {
    const p = document.createElement("p");
    p.lang = "en";
    p.style.cssText = `font-size:${task.size}px;width:${task.width}px;text-wrap:${wrap}`;
    p.textContent = task.text;
    document.body.append(p);
    const node = p.firstChild, range = document.createRange(), lines = [];
    let start = 0, top = null;
    const close = end => {
      const bare = task.text.slice(start, end).trimEnd().length + start;
      range.setStart(node, start); range.setEnd(node, bare);
      lines.push([bare, Math.round(range.getBoundingClientRect().width * 100) / 100]);
      start = end;
    };
    for (let at = 0; at < task.text.length; at++) {
      if (task.text[at] == " ") continue;
      range.setStart(node, at); range.setEnd(node, at + 1);
      const y = range.getBoundingClientRect().top;
      if (top !== null && y > top + 2) close(at);
      top = y;
    }
    close(task.text.length);
    p.remove();
    return lines;
  }));
  document.body.innerHTML = "<pre id=out></pre>";
  document.getElementById("out").textContent = JSON.stringify(out);
});
</script>"""


def stretches(path):
    """Yields stretches of one to four sentences of what is said in an interview, with their bytes."""
    at = 0
    for line in path.read_bytes().splitlines(keepends=True):
        start, at = at, at + len(line)
        text = line.decode("utf-8").rstrip("\n")
        label = re.match(r"(\[[\d:]+\] )?[A-Z][\w. ]{1,30}: ", text)
        skip = label.end() if label else 0
        if re.search(r"[*#!\[\]_<>`|]", text[skip:]) or not re.match(r"[A-Z]", text[skip:]):
            continue
        ends = [match.end() for match in re.finditer(r"[.!?](?= |$)", text) if match.end() > skip]
        begin = skip
        for index, end in enumerate(ends):
            # Longer and longer ones, by turns, so that all lengths come up.
            if end - begin >= (45, 80, 130, 190, 250)[index % 5]:
                if end - begin <= 320:
                    byte = lambda count: start + len(text[:count].encode("utf-8"))
                    yield text[begin:end], {"file": str(path.relative_to(ROOT)), "start": byte(begin), "end": byte(end)}
                begin = end + 1


def tasks():
    for path in sorted((ROOT / "data/interviews").iterdir()):
        yield from stretches(path)
    if BENCH.exists():
        for row, line in enumerate(BENCH.read_text(encoding="utf-8").splitlines()):
            yield json.loads(line)["text"], {"row": row}


def main():
    found = list(tasks())
    sized = [{"text": text, "width": MEASURE, "size": next(size for most, size in SIZES if len(text) <= most)}
             for text, _ in found]
    face = base64.b64encode(FACE.read_bytes()).decode()
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "page.html"
        page.write_text(PAGE % (face, json.dumps(sized).replace("</", "<\\/"), json.dumps(WRAPS)), encoding="utf-8")
        dump = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000",
                               "--dump-dom", f"file://{page}"], capture_output=True, check=True).stdout.decode()
    lines = json.loads(html.unescape(re.search(r"<pre id=\"out\">(.*?)</pre>", dump, re.S).group(1)))
    for (_, place), task, wraps in zip(found, sized, lines):
        print(json.dumps({**place, "size": task["size"], "measure": MEASURE, **dict(zip(WRAPS, wraps))},
                         separators=(",", ":")))
    print(len(found), "texts", file=sys.stderr)


main()
