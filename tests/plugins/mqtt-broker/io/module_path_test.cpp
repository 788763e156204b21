// SPDX-License-Identifier: Apache-2.0
// What lies beside this program.
#include "mqtt-broker/io/module_path.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace mqtt_broker {
namespace {

TEST(ModulePath, FindsWhatLiesBesideUs) {
    const auto self = std::filesystem::canonical("/proc/self/exe");
    EXPECT_EQ(beside_this_module(self.filename().string()), self.string());
    EXPECT_EQ(beside_this_module("nothing of the kind"), "");
}

}  // namespace
}  // namespace mqtt_broker
