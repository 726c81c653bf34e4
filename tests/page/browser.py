"""A headless Chromium driven through chromedriver: the W3C WebDriver protocol over HTTP, nothing but the standard library."""

import base64
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars",
)
ANSWER_SECONDS = 60  # on a machine that others use, too
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def programs():
    """The paths of Chromium and of its driver, each None where there is none."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return browser, shutil.which("chromedriver")


class Browser:
    """One Chromium with an empty profile of its own; use with `with`."""

    def __init__(self):
        binary, driver = programs()
        self.profile = tempfile.mkdtemp(prefix="convoy-page-")
        self.process = subprocess.Popen(
            [driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            start_new_session=True)
        self.session = None
        try:
            self.base = "http://127.0.0.1:%d" % self._port()
            self._start(binary)
        except BaseException:
            self.close()
            raise

    def _port(self):
        """The driver says on which port it listens; it may take any that is free."""
        for line in self.process.stdout:
            if "successfully on port" in line:
                return int(line.rstrip(". \n").rsplit(" ", 1)[1])
        raise RuntimeError("chromedriver did not start")

    def _start(self, binary):
        options = {"binary": binary, "args": [*FLAGS, "--user-data-dir=" + self.profile]}
        capabilities = {
            "browserName": "chrome",
            "timeouts": {"script": 60000, "pageLoad": 60000},
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        answer = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.session = answer["sessionId"]

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + path, method=method, headers={"Content-Type": "application/json"},
            data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode(errors="replace")[:600]) from None

    def command(self, method, path, body=None):
        return self.call(method, "/session/%s%s" % (self.session, path), body)

    def cdp(self, name, **params):
        """A command of the Chrome DevTools Protocol."""
        return self.command("POST", "/goog/cdp/execute", {"cmd": name, "params": params})

    def open(self, path):
        self.command("POST", "/url", {"url": "file://" + os.path.abspath(path)})

    def run(self, script, *arguments):
        """The body of a JavaScript function; what it returns."""
        return self.command("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return self.command("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.command("POST", "/element/%s/click" % self.find(selector), {})

    def press(self, selector, keys):
        self.command("POST", "/element/%s/value" % self.find(selector), {"text": keys})

    def point_at(self, x, y):
        """Moves the mouse there, in pixels from the window's corner."""
        move = {"type": "pointerMove", "duration": 0, "x": int(x), "y": int(y)}
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [move]}
        self.command("POST", "/actions", {"actions": [mouse]})

    def log(self, kind):
        return self.command("POST", "/se/log", {"type": kind})

    def width(self, pixels, height=900):
        self.cdp("Emulation.setDeviceMetricsOverride", width=pixels, height=height, deviceScaleFactor=1,
                 mobile=False)

    def scheme(self, name):
        """"light" or "dark", as the user prefers, who does not want things to move: clicks need not wait."""
        self.cdp("Emulation.setEmulatedMedia", media="",
                 features=[{"name": "prefers-color-scheme", "value": name},
                           {"name": "prefers-reduced-motion", "value": "reduce"}])

    def scripts(self, allowed):
        self.cdp("Emulation.setScriptExecutionDisabled", value=not allowed)

    def pdf(self):
        return base64.b64decode(self.command("POST", "/print", {"background": True}))

    def picture(self, whole=True):
        shot = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(shot["data"])

    def close(self):
        """Ends the browser, then its driver, and whatever of the two is still there after a while."""
        try:
            if self.session:
                self.command("DELETE", "")
        except (OSError, RuntimeError):
            pass
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process.stdout.close()
        for _ in range(10):
            shutil.rmtree(self.profile, ignore_errors=True)
            if not os.path.exists(self.profile):
                return
            time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
