"""Settings → a ready Assistant: what every rim (command line, web, evals) does first."""

from __future__ import annotations

import os
from collections.abc import Callable

from assistant.conductor import Assistant
from assistant.embedder import Embedder
from assistant.errors import IndexVersionError
from assistant.index import Built, build, current_version, open_current, version_id
from assistant.model import ModelWriter, open_model, read_name
from assistant.settings import Settings

# Tracing and telemetry of the libraries, switched off before any of them is imported: questions are health data.
QUIET = {
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime 1.32 makes an id of the machine and sends events to Microsoft
    "TOKENIZERS_PARALLELISM": "false",
    "OTEL_SDK_DISABLED": "true",
    "LANGSMITH_OTEL_ENABLED": "false",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SSR_MODE": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_MCP_SERVER": "False",
}
# Where traces would go, and what would print them.
_TRACERS = (
    *("LANGSMITH_API_KEY", "LANGCHAIN_API_KEY", "LANGSMITH_ENDPOINT", "LANGCHAIN_ENDPOINT", "LANGSMITH_RUNS_ENDPOINTS"),
    *("LANGCHAIN_VERBOSE", "LANGCHAIN_DEBUG", "LANGCHAIN_HANDLER", "LANGCHAIN_CALLBACKS_BACKGROUND"),
    *("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS"),
    *("OTEL_TRACES_EXPORTER", "OTEL_LOGS_EXPORTER", "OTEL_METRICS_EXPORTER"),
    *("CHROMA_OTEL_COLLECTION_ENDPOINT", "CHROMA_OTEL_GRANULARITY", "CHROMA_OTEL_COLLECTION_HEADERS"),
    *("GRADIO_DEBUG", "GRADIO_ALLOWED_PATHS", "GRADIO_EXAMPLES_CACHE", "GRADIO_ROOT_PATH", "SENTRY_DSN"),
)


def be_quiet() -> None:
    """Switches tracing and telemetry of all libraries off, whatever the environment says."""
    os.environ.update(QUIET)
    for name in _TRACERS:
        os.environ.pop(name, None)


def open_assistant(
    settings: Settings,
    *,
    progress: Callable[[int, int], None] | None = None,
    on_build: Callable[[], None] | None = None,
) -> Assistant:
    """An assistant over the version in use; builds one only if there is none that can be used.

    Args:
        settings: How it is set up.
        progress: Called with texts embedded so far and texts to embed, while building.
        on_build: Called once before building.

    Raises:
        PageError: A version must be built and a page is not sound.
        IndexVersionError: No version can be built or opened.
        ChromaServerError: The Chroma server that is set does not answer, or does not hold what it should.
        SettingsError: The language model that is set cannot be opened.
    """
    be_quiet()
    embedder = embedder_of(settings)
    if current_version(settings.index) is None:
        if on_build:
            on_build()
        build_index(settings, embedder, progress=progress)
    model = _model(settings)
    try:
        index = open_current(settings.index, embedder, server=settings.chroma_url)
    except IndexVersionError:
        if on_build:
            on_build()
        build_index(settings, embedder, progress=progress)
        index = open_current(settings.index, embedder, server=settings.chroma_url)
    return Assistant(index, country=settings.country, model=model, again=settings.again)


def embedder_of(settings: Settings) -> Embedder:
    """The embedder that is set; nothing is loaded yet."""
    return Embedder(settings.embedder, threads=settings.threads, int8=settings.query_encoder == "int8")


def _model(settings: Settings) -> ModelWriter | None:
    if not settings.model:
        return None
    named = read_name(settings.model)
    return ModelWriter(
        open_model(named, timeout=settings.model_timeout), timeout=settings.model_timeout, hosted=named.hosted
    )


def reopened(settings: Settings, assistant: Assistant) -> Assistant:
    """An assistant over the version in use now, set up as another is, with the models that it has loaded.

    Raises:
        IndexVersionError: The version cannot be opened.
    """
    index = open_current(settings.index, assistant.index.embedder, server=settings.chroma_url)
    return Assistant(index, country=settings.country, model=assistant.writer, again=settings.again)


def build_index(settings: Settings, embedder: Embedder, *, progress: Callable[[int, int], None] | None = None) -> Built:
    """Builds and puts in use a version of the corpus; see ``index.build``."""
    return build(settings.corpus, settings.index, embedder, server=settings.chroma_url, progress=progress)


def has_unpublished_changes(settings: Settings, assistant: Assistant) -> bool:
    """Whether the corpus differs from the version that an assistant answers from."""
    return version_id(settings.corpus, assistant.index.embedder) != assistant.index.version
