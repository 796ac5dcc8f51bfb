#!/usr/bin/env python3
"""The checker must be able to fail: each rule sees a violation and a clean twin."""
import pathlib
import tempfile
import unittest

import check_architecture as check


class Rules(unittest.TestCase):
    def test_link_direction(self):
        self.assertTrue(check.check_core_file("x", "spec", '#include "engine/runner.h"\n'))
        self.assertTrue(check.check_core_file("x", "store", '#include "spec/operator_spec.h"\n'))
        self.assertFalse(check.check_core_file("x", "engine", '#include "spec/operator_spec.h"\n'))

    def test_third_parties(self):
        self.assertTrue(check.check_core_file("x", "engine", "#include <QString>\n"))
        self.assertTrue(check.check_core_file("x", "engine", "#include <sqlite3.h>\n"))
        self.assertTrue(check.check_core_file("x", "engine", "#include <curl/curl.h>\n"))
        self.assertFalse(check.check_core_file("x", "store", "#include <sqlite3.h>\n"))

    def test_widgets(self):
        self.assertTrue(check.check_ui_file("x", "widgets", '#include "store/workspace.h"\n'))
        self.assertFalse(check.check_ui_file("x", "bridge", '#include "store/workspace.h"\n'))

    def test_headers(self):
        self.assertTrue(check.check_header("x", "#pragma once\nusing namespace std;\n"))
        self.assertTrue(check.check_header("x", "int a;\n"))
        self.assertFalse(check.check_header("x", "#pragma once\n"))

    def test_paths(self):
        self.assertTrue(check.check_paths("x", "see " + "/root" + "/thing"))
        self.assertFalse(check.check_paths("x", "see ~/thing and tests" + "/root" + "/x"))

    def test_missing_binary(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertTrue(check.check_binary(pathlib.Path(folder)))


if __name__ == "__main__":
    unittest.main()
