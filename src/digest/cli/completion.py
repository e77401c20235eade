"""`digest completion`: tab completion for the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(
    "completion",
    epilog='Examples: eval "$(digest completion bash)" · digest completion fish > ~/.config/fish/completions/digest.fish',
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the completion script; put it where your shell loads such scripts."""
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(ctx.find_root().command, {}, "digest", "_DIGEST_COMPLETE").source())
    return 0
