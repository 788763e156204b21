// SPDX-License-Identifier: Apache-2.0
// Every example of docs/knx.md, as an installer would type it.
#include <gtest/gtest.h>

#include "support/guide.hpp"

namespace busbar::testing {
namespace {

TEST(KnxGuide, SaysWhatHappens) { run_guide(BUSBAR_GUIDE, 2, 15); }

}  // namespace
}  // namespace busbar::testing
