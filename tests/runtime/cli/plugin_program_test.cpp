// SPDX-License-Identifier: Apache-2.0
// Programs that plugins bring.
#include "cli/plugin_program.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace busbar {
namespace {

class PluginProgramTest : public ::testing::Test {
 protected:
    void write_manifest(const std::string& plugin, const std::string& text) {
        std::filesystem::create_directories(directory_.path() / plugin);
        std::ofstream(directory_.path() / plugin / "manifest.json") << text;
    }
    testing::TemporaryDirectory directory_;
};

TEST_F(PluginProgramTest, IsNamedByTheManifest) {
    write_manifest("knx", R"({"id": "knx", "program": "busbar-knx"})");
    write_manifest("mute", R"({"id": "mute"})");
    EXPECT_EQ(plugin_program(directory_.path(), "knx").value(),
              directory_.path() / "knx" / "busbar-knx");
    EXPECT_EQ(plugin_program(directory_.path(), "mute").error().code, ErrorCode::NotFound);
    EXPECT_EQ(plugin_program(directory_.path(), "none").error().code, ErrorCode::NotFound);
    EXPECT_EQ(plugins_with_program(directory_.path()), std::vector<std::string>{"knx"});
}

TEST_F(PluginProgramTest, StaysInThePluginsFolder) {
    for (const auto* program : {"../sh", "/bin/sh", "..", "a/b"}) {
        write_manifest("bad", R"({"program": ")" + std::string(program) + R"("})");
        EXPECT_EQ(plugin_program(directory_.path(), "bad").error().code, ErrorCode::InvalidArgument)
            << program;
    }
    write_manifest("bad", R"({"program": 7})");
    EXPECT_FALSE(plugin_program(directory_.path(), "bad"));
    write_manifest("bad", "no JSON");
    EXPECT_FALSE(plugin_program(directory_.path(), "bad"));
    EXPECT_FALSE(plugin_program(directory_.path(), "../bad"));
}

TEST_F(PluginProgramTest, AMissingProgramIsSaid) {
    EXPECT_EQ(become(directory_.path() / "none", {"a"}, "/run/s").code, ErrorCode::Unavailable);
}

}  // namespace
}  // namespace busbar
