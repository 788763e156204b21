// SPDX-License-Identifier: Apache-2.0
// busbard with a project file that it cannot apply: it says why and does not start with half a
// house.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/busbard_process.hpp"

namespace busbar::testing {
namespace {

using Json = BusbardProcess::Json;
using ::testing::HasSubstr;

// What it says instead of starting.
std::string refusal_of(const Json& plugins) {
    BusbardProcess busbard{{{"busbar", 1}, {"plugins", plugins}}};
    const auto started = busbard.start();
    return started ? "nothing: it started" : started.error().message;
}

TEST(ProjectFile, OfAPluginThatIsNotThereIsRefused) {
    EXPECT_THAT(refusal_of({{"teapot", {{"spouts", {{"main", Json::object()}}}}}}),
                HasSubstr("/plugins/teapot"));
}

TEST(ProjectFile, WithAWrongFieldIsRefusedByItsName) {
    EXPECT_THAT(refusal_of({{"knx", {{"objects", {{"lamp", {{"datapointTipe", "1.001"}}}}}}}}),
                HasSubstr("/plugins/knx/objects/lamp/datapointTipe"));
}

}  // namespace
}  // namespace busbar::testing
