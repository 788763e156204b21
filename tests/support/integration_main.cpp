// SPDX-License-Identifier: Apache-2.0
// main() of every integration test program: all of it runs in a network namespace of its own.
#include <gmock/gmock.h>

#include <string>
#include <string_view>

#include "support/network_namespace.hpp"

namespace {

std::string reason;  // why there is no namespace

// Skips everything, with the reason; nothing is started in the machine's own network.
class NeedsNamespace : public ::testing::Environment {
    void SetUp() override {
        if (!reason.empty()) GTEST_SKIP() << reason;
    }
};

}  // namespace

int main(int argc, char** argv) {
    // Before GoogleTest, which takes its flags out of argv. A build only lists the tests: no need.
    const bool lists = argc > 1 && std::string_view(argv[1]) == "--gtest_list_tests";
    if (!lists) reason = busbar::testing::enter_network_namespace(argv);
    ::testing::InitGoogleMock(&argc, argv);
    ::testing::AddGlobalTestEnvironment(new NeedsNamespace);
    return RUN_ALL_TESTS();
}
