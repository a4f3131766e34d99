"""What the server does → numbers for Prometheus, on a port of their own on this machine alone. No text, no visitor.

They stand on another port than the pages so that no proxy in front can show them by mistake: on a quiet service the
moment at which an emergency was counted is near to telling who it was. So there is also no count by drug or section.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, start_http_server

from assistant.errors import UsageError
from assistant.reply import Outcome, Reply

HOST = "127.0.0.1"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
REFUSED = ("visitor", "full")  # why a question was told "busy": one visitor asked too often, or too many wait


class Metrics:
    """Numbers of one server, from its start; kept in memory alone.

    Args:
        under_way: Gives how many questions are answered or wait.
        hung: Gives how many answers hang that nobody waits for any more.
        off: Gives whether the service is switched off.
    """

    def __init__(self, *, under_way: Callable[[], int], hung: Callable[[], int], off: Callable[[], bool]) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._replies = Counter("assistant_replies", "Replies to new questions.", ["outcome"], registry=registry)
        self._refused = Counter("assistant_busy", "Questions told 'busy'.", ["reason"], registry=registry)
        for outcome in get_args(Outcome):
            self._replies.labels(outcome)
        for reason in REFUSED:
            self._refused.labels(reason)
        self._stations = Histogram(
            "assistant_station_seconds",
            "Time in one station of the road; 'total' is all of them.",
            ["station"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._waits = Histogram(
            "assistant_wait_seconds", "Time until a question had its turn.", buckets=_SECONDS, registry=registry
        )
        for name, about, value in (
            ("questions_under_way", "Questions that are answered or wait.", under_way),
            ("answers_hung", "Answers that took too long and still go on.", hung),
            ("switched_off", "1 while a fixed text is shown instead of answers.", off),
        ):
            gauge = Gauge(f"assistant_{name}", about, registry=registry)
            gauge.set_function(lambda value=value: float(value()))  # type: ignore[misc]
        self._index = Info("assistant_index", "The version of the pages that is answered from.", registry=registry)

    def answers_from(self, version: str) -> None:
        self._index.info({"version": version})

    def replied(self, reply: Reply) -> None:
        """Counts one reply by its outcome, and the times of its stations."""
        self._replies.labels(reply.outcome).inc()
        for station, milliseconds in reply.timings_ms.items():
            self._stations.labels(station).observe(milliseconds / 1000)

    def refused(self, reason: str) -> None:
        """Counts a question that was told "busy", by one of ``REFUSED``."""
        self._refused.labels(reason).inc()

    def waited(self, seconds: float) -> None:
        self._waits.observe(seconds)

    def serve(self, port: int) -> Callable[[], None]:
        """Tells the numbers at ``/metrics`` of a port from now on; gives what stops it. 0 tells them nowhere.

        Raises:
            UsageError: The port cannot be had.
        """
        if not port:
            return lambda: None
        try:
            server, thread = start_http_server(port, addr=HOST, registry=self._registry)
        except OSError as error:
            raise UsageError(
                f"Cannot tell numbers at {HOST}:{port} ({error.strerror}); expected a free port. "
                "Choose another in ASSISTANT_METRICS_PORT."
            ) from error

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return stop
