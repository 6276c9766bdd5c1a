"""The surroundings of the workload: a small network with a file server, control groups, child processes. All of it goes away at the end."""
import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

NIC = "auscult0"
SWITCH = "auscult-switch"
SERVER = "auscult-server"
SERVER_ADDRESS = "10.213.78.2"
SERVER_PORT = 8080
TO_TRAINER = "trainer"
TO_SERVER = "server"
PATH_MBIT = 400.0
CGROUPS = Path("/sys/fs/cgroup")
TOOLS = {"ip": "iproute2", "tc": "iproute2", "nginx": "nginx-light", "stress-ng": "stress-ng"}

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class Unfit(Exception):
    """This machine cannot record; the message says what is missing."""


def check_machine() -> None:
    if os.geteuid() != 0:
        raise Unfit("namespaces and control groups need root: run it with sudo")
    missing = sorted({package for tool, package in TOOLS.items() if not shutil.which(tool)})
    if missing:
        raise Unfit(f"missing programs: apt-get install {' '.join(missing)}")
    for controller in ("blkio", "memory"):
        if not (CGROUPS / controller / "tasks").exists():
            raise Unfit(f"the control group (v1) controller '{controller}' is not mounted under {CGROUPS}")


def only_one() -> contextlib.AbstractContextManager:
    """Held by the one driver of this machine: a second one would tear down the first one's network."""
    lock = open("/run/auscult-record-tiny.lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        raise Unfit("another recording of data/tiny runs on this machine") from busy
    return lock


def run(*command: str, check: bool = True) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}")


def _in_own_group_until_we_die(cgroups: tuple[str, ...]):
    def prepare() -> None:
        os.setsid()
        # A driver in the background of a script has SIGINT ignored; its children would inherit that.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        for group in cgroups:
            (CGROUPS / group / "tasks").write_text("0")
    return prepare


class Testbed(contextlib.ExitStack):
    """Everything that is started or changed is registered here and undone in reverse order, whatever happens."""

    def __init__(self, work: Path):
        super().__init__()
        self.work = work
        self.log = work / "processes.log"

    def start(self, *command: str, cgroups: tuple[str, ...] = (), env: dict | None = None, stdin: int = subprocess.DEVNULL) -> subprocess.Popen:
        """Starts a child in a session of its own; it is stopped at the end, at once by stop(), or by the kernel when this process dies."""
        with open(self.log, "ab") as log:
            child = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=stdin, env=env, preexec_fn=_in_own_group_until_we_die(cgroups))
        self.callback(stop, child)
        return child

    def cgroup(self, name: str) -> str:
        path = CGROUPS / name
        remove_cgroup(path)
        path.mkdir()
        self.callback(remove_cgroup, path)
        return name

    def network(self) -> None:
        """This machine - a switch - the server, each in a network namespace of its own.

        The switch's two ports are token-bucket capped, so that a full path loses packets on the way, as a real one does.
        """
        remove_network()
        self.callback(remove_network)
        for namespace in (SWITCH, SERVER):
            run("ip", "netns", "add", namespace)
            run("ip", "-n", namespace, "link", "set", "lo", "up")
        run("ip", "link", "add", NIC, "type", "veth", "peer", "name", TO_TRAINER, "netns", SWITCH)
        run("ip", "-n", SWITCH, "link", "add", TO_SERVER, "type", "veth", "peer", "name", "eth0", "netns", SERVER)
        run("ip", "addr", "add", "10.213.77.1/30", "dev", NIC)
        run("ip", "link", "set", NIC, "up")
        for namespace, device, address in (
                (SWITCH, TO_TRAINER, "10.213.77.2/30"), (SWITCH, TO_SERVER, "10.213.78.1/30"), (SERVER, "eth0", f"{SERVER_ADDRESS}/30")):
            run("ip", "-n", namespace, "addr", "add", address, "dev", device)
            run("ip", "-n", namespace, "link", "set", device, "up")
        run("ip", "route", "add", "10.213.78.0/30", "via", "10.213.77.2")
        run("ip", "-n", SERVER, "route", "add", "default", "via", "10.213.78.1")
        run(*inside(SWITCH, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"))
        for port in (TO_TRAINER, TO_SERVER):
            run(*inside(SWITCH, "tc", "qdisc", "add", "dev", port, "root", *bucket(PATH_MBIT)))
        # One process for all changes: a program started at every onset would show in the fork counter of the recording.
        self.switch = self.start(*inside(SWITCH, "tc", "-batch", "-"), stdin=subprocess.PIPE)

    def cap_path(self, mbit: float) -> None:
        """Sets what the switch lets through towards the trainer."""
        self.switch.stdin.write(" ".join(("qdisc change dev", TO_TRAINER, "root", *bucket(mbit))).encode() + b"\n")
        self.switch.stdin.flush()

    def file_server(self, folder: Path) -> str:
        """Serves a folder from the server's namespace; returns its address."""
        home = self.work / "nginx"
        home.mkdir(exist_ok=True)
        (home / "nginx.conf").write_text(f"""
            daemon off; master_process off; user root; pid {home}/pid; error_log {home}/error.log;
            events {{ worker_connections 1024; }}
            http {{
              access_log off; sendfile on; keepalive_requests 1000000000; default_type application/octet-stream;
              server {{ listen {SERVER_ADDRESS}:{SERVER_PORT}; root {folder}; }}
            }}
            """)
        self.start(*inside(SERVER, "nginx", "-p", str(home), "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")))
        return f"http://{SERVER_ADDRESS}:{SERVER_PORT}"


def inside(namespace: str, *command: str) -> tuple[str, ...]:
    return ("ip", "netns", "exec", namespace, *command)


def bucket(mbit: float) -> tuple[str, ...]:
    burst_kilobytes = max(16, round(mbit * 1000 / 8 * 0.002))
    return ("tbf", "rate", f"{mbit * 1000:.0f}kbit", "burst", f"{burst_kilobytes}kb", "latency", "40ms")


def remove_network() -> None:
    run("ip", "link", "del", NIC, check=False)
    for namespace in (SERVER, SWITCH):
        run("ip", "netns", "del", namespace, check=False)


def remove_cgroup(path: Path) -> None:
    for task in path.joinpath("tasks").read_text().split() if path.exists() else ():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(task), signal.SIGKILL)
    for _ in range(50):
        try:
            path.rmdir()
            return
        except FileNotFoundError:
            return
        except OSError:
            signal.sigtimedwait([], 0.1)
    print(f"cannot remove {path}", file=sys.stderr)


def stop(child: subprocess.Popen, patience: float = 60) -> int:
    """Stops a child and whatever it started; returns its exit status."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGCONT)
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    return child.wait()


def disk_of(folder: Path) -> tuple[str, str]:
    """Name and major:minor of the whole disk below a folder."""
    device = os.stat(folder).st_dev
    node = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve()
    if (node / "partition").exists():
        node = node.parent
    if not (node / "stat").exists():
        raise Unfit(f"{folder} does not lie on a block device")
    return node.name, (node / "dev").read_text().strip()
