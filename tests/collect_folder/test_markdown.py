"""Markdown, and what site generators add to it."""

from __future__ import annotations

import time

import pytest

from digest.collect.markdown import to_html
from digest.collect.shortcodes import expand


def test_targets_are_rewritten() -> None:
    """Links and pictures go through the caller's hands, with the picture's alt text."""
    seen: list[tuple[str, str]] = []

    def image(target: str, alt: str) -> str:
        seen.append((target, alt))
        return f"https://x.example/{target}"

    html = to_html("[a](b.md) ![the sea](c.png)", link=lambda target: target.upper(), image=image)
    assert 'href="B.MD"' in html
    assert 'src="https://x.example/c.png"' in html
    assert seen == [("c.png", "the sea")]


def test_tables_and_strikethrough_are_known() -> None:
    """What most writers use beyond CommonMark."""
    html = to_html("|a|\n|-|\n|~~b~~|")
    assert "<table>" in html
    assert "<s>b</s>" in html


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ('{{< figure src="x.png" alt="A > b" >}}', "![A > b](<x.png>)"),
        ("{{<youtube abc>}}", "<https://www.youtube.com/watch?v=abc>"),
        ("a {{% param x %}}b", "a b"),
        ("{{< note >}}kept{{< /note >}}", "kept"),
        ("a{{< comment >}}hidden{{< /comment >}}b", "ab"),
        ("a{{< comment >}}never closed", "anever closed"),
        ("{{</* x */>}}", "{{< x >}}"),
        ("{{< highlight go >}}x{{< /highlight >}}", "\n```go\nx\n```\n"),
        ("## Title {#id}", "## Title"),
        ("> [!NOTE] Look", "> Look"),
    ],
)
def test_hugo_shortcodes(text: str, expanded: str) -> None:
    """Pictures, videos and code become Markdown; other shortcodes leave their inner text."""
    assert expand(text, generator="Hugo") == expanded


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("{% comment %}x{% endcomment %}a", "a"),
        ("{% highlight ruby %}x{% endhighlight %}", "\n```ruby\nx\n```\n"),
        ('![a]({{ "/i.png" | relative_url }})', "![a](https://a.example/b/i.png)"),
        ("[a]({{ site.url }}{{ site.baseurl }}/c)", "[a](https://a.example/b/c)"),
        ('[a](b){:target="_blank"}', "[a](b)"),
        ("a {% include x.html %}b", "a b"),
    ],
)
def test_liquid_tags(text: str, expanded: str) -> None:
    """Jekyll's tags; a plain folder's braces are left alone."""
    assert expand(text, generator="Jekyll", base_url="https://a.example/b/") == expanded
    assert expand("{{ x }} {% y %}", generator="") == "{{ x }} {% y %}"


@pytest.mark.parametrize(
    "text", ["{{< ", '{{<a "', "{% highlight x %}", "{{", "{{% comment %}}", "{{ '", "# {#"]
)
def test_hostile_notation_is_read_in_linear_time(text: str) -> None:
    """Repeated openings cost no more than their length."""
    begun = time.monotonic()
    expand(text * 20_000, generator="Jekyll")
    assert time.monotonic() - begun < 2
