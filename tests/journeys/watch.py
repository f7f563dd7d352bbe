"""What must never happen while any page is read, whatever is tested: whoever opens a page here is told of it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

__all__ = ["Watch"]

LEFT = "net::ERR_ABORTED"
"""What is said of a request whose page was left before the answer came."""


class Watch:
    """Notes every fault of the pages of a context.

    A message about the Content Security Policy, an error in a script, a request to another host, and a part of a page
    (all but the page itself) that fails or is refused.
    """

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.faults: list[str] = []
        self._address = f"{address}/"
        context.on("console", self._console)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._failed)
        context.on("page", self._page)

    def _page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if "content security policy" in message.text.lower():
            self.faults.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self._address):
            self.faults.append(f"asked another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"{response.status}: {response.url}")

    def _failed(self, request: Request) -> None:
        if not request.is_navigation_request() and request.failure != LEFT:
            self.faults.append(f"failed: {request.url} ({request.failure})")
