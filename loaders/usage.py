"""A command line that is written wrongly: one line in Chinese that says what, where and what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from loaders.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Commands(click.Group):
    """A group of commands that tells of wrong use in the words of this project; click would do so in English."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:  # noqa: ANN401 - passed on
        """Read the options that stand before the command.

        Raises:
            UsageError: there is no such option.
        """
        with _in_our_words():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what the command returns
        """Find the command, read its options and run it.

        Raises:
            UsageError: there is no such command, or its options are not what it takes.
        """
        with _in_our_words(ctx):
            return super().invoke(ctx)


@contextmanager
def _in_our_words(group: click.Context | None = None) -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise UsageError(f"{_reason(error)}。运行 {_command(error, group)} --help 查看用法") from error


def _command(error: click.UsageError, group: click.Context | None) -> str:
    """Return the command as it is called; an option that lacks its value does not tell whose it is."""
    if error.ctx is not None:
        return error.ctx.command_path
    return f"budgetlens {group.invoked_subcommand or '' if group else ''}".rstrip()


def _reason(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            return f"缺少 {_name(error)}"
        case click.BadParameter():
            return f"{_name(error)} 的值不对{_expected(error)}"
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 缺少值，或不应带值"
    if error.ctx is not None and isinstance(error.ctx.command, click.Group):
        return f"没有命令 {getattr(error, 'command_name', '')}".rstrip()
    return "多写了参数"


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "参数")
    return max(parameter.opts, key=len) if isinstance(parameter, click.Option) else parameter.human_readable_name


def _expected(error: click.BadParameter) -> str:
    match error.param.type if error.param else None:
        case click.Choice() as kind:
            return f"，应为 {'、'.join(map(str, kind.choices))} 之一"
        case click.IntRange() as kind:
            return f"，应为 {kind.min}～{kind.max} 的整数"
        case click.Path():
            return "，路径不存在"
    return ""
