#!/usr/bin/env python3
"""The kernel under the real Jupyter client: what a front end does with it, by protocol messages. Run by `make test-notebooks`."""
import os
import signal
import sys
import time
import unittest

from jupyter_client.manager import start_new_kernel

PATIENCE = 120


class KernelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.manager, cls.client = start_new_kernel(kernel_name=".net-csharp", startup_timeout=PATIENCE)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel()

    def run_cell(self, code, **options):
        outputs = []
        reply = self.client.execute_interactive(code, timeout=PATIENCE, output_hook=outputs.append, **options)
        return reply["content"], outputs

    def answer(self, request):
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"]

    def result(self, code):
        content, outputs = self.run_cell(code)
        self.assertEqual(content["status"], "ok", content)
        return next(o["content"]["data"] for o in outputs if o["msg_type"] == "execute_result")

    def started(self, code):
        """Starts a cell that first prints, and waits for the print."""
        request = self.client.execute(f'Console.WriteLine("begun"); {code}')
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream" and message["parent_header"].get("msg_id") == request:
                return request

    def test_state_lives_on_between_cells(self):
        self.run_cell("var kept = 20;")
        self.assertEqual(self.result("kept + 1")["text/plain"], "21")

    def test_text_comes_while_the_cell_runs(self):
        times = []

        def note(message):
            if message["msg_type"] == "stream":
                times.append(time.monotonic())

        self.client.execute_interactive('for (var i = 0; i < 3; i++) { Console.WriteLine(i); Thread.Sleep(400); }', timeout=PATIENCE, output_hook=note)
        self.assertGreater(times[-1] - times[0], 0.5)

    def test_rich_output(self):
        self.run_cell("using Auscult.Notebook.Rich;")
        self.assertTrue(self.result('new Plot("p").Line("a", new[] { 1.0, 2.0 })')["image/svg+xml"].startswith("<svg"))
        self.assertIn("<table", self.result("new[] { new { A = 1 } }")["text/html"])

    def test_an_error_names_cell_and_line(self):
        content, _ = self.run_cell('var zero = 0;\nvar bad = 1 / zero;')
        self.assertEqual((content["status"], content["ename"]), ("error", "DivideByZeroException"))
        self.assertRegex("\n".join(content["traceback"]), r"cell \d+, line 2:  var bad = 1 / zero;")

    def test_completion_and_inspection(self):
        self.assertIn("WriteLine", self.answer(self.client.complete("Console.Wri"))["matches"])
        self.assertIn("Console.WriteLine", self.answer(self.client.inspect("Console.WriteLine", 12))["data"]["text/plain"])
        self.assertEqual(self.answer(self.client.is_complete("if (true) {"))["status"], "incomplete")

    def test_interrupt(self):
        self.run_cell("var survivor = 3;")
        for code in ("while (true) { }", "Thread.Sleep(1000000);", "await Task.Delay(1000000);"):
            request = self.started(code)
            self.manager.interrupt_kernel()
            self.assertEqual(self.answer(request)["ename"], "Interrupted", code)
        self.assertEqual(self.result("survivor")["text/plain"], "3")

    def test_the_signal_interrupts_too(self):
        request = self.started("while (true) { }")
        os.kill(self.manager.provisioner.process.pid, signal.SIGINT)
        self.assertEqual(self.answer(request)["ename"], "Interrupted")

    def test_the_user_can_be_asked(self):
        request = self.client.execute('var name = Console.ReadLine(); "hello " + name', allow_stdin=True)
        question = self.client.get_stdin_msg(timeout=PATIENCE)
        self.assertEqual(question["msg_type"], "input_request")
        self.client.input("Ada")
        self.assertEqual(self.answer(request)["status"], "ok")

    def test_tensors(self):
        self.run_cell("using static TorchSharp.torch;")
        self.assertEqual(self.result("ones(3, 3).sum().item<float>()")["text/plain"], "9")

    def test_zz_restart_forgets(self):
        self.run_cell("var forgotten = 1;")
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=PATIENCE)
        content, _ = self.run_cell("forgotten")
        self.assertEqual(content["ename"], "CompilationError")


if __name__ == "__main__":
    sys.exit(0 if unittest.main(exit=False).result.wasSuccessful() else 1)
