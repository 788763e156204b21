// SPDX-License-Identifier: Apache-2.0
// Every example of docs/mqtt.md, as an installer would type it.
#include <gtest/gtest.h>

#include "support/guide.hpp"

namespace busbar::testing {
namespace {

TEST(MqttGuide, SaysWhatHappens) { run_guide(BUSBAR_GUIDE, 1, 8); }

}  // namespace
}  // namespace busbar::testing
