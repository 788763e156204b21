// SPDX-License-Identifier: Apache-2.0
// Guide: a document whose examples are run, as a reader would type them: in one folder, one after
// the other.
//
// A block that begins with ```json NAME is a file; the lines of a ```console block that begin with
// "$ " are commands, and what follows each is what it prints, "…" standing for anything.
#pragma once

#include <string>

namespace busbar::testing {

// Runs all examples of a document against a runtime of their own; every one that does not print
// what the document says is a failure of the test. Fewer files or examples than these are one too.
void run_guide(const std::string& document, std::size_t files_min, std::size_t examples_min);

}  // namespace busbar::testing
