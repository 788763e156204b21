// SPDX-License-Identifier: Apache-2.0
// What the words after `busbar` mean, where no runtime is needed.
#include "cli/command_line.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/temporary_directory.hpp"

namespace busbar {
namespace {

class CommandLineTest : public ::testing::Test {
 protected:
    ExitCode run(std::vector<std::string> arguments) {
        const auto globals = {std::string("--socket"), directory_.file("none.sock"),
                              std::string("--plugins"), directory_.path().string()};
        arguments.insert(arguments.begin(), globals);
        return run_command_line(std::move(arguments), {out_, err_, false});
    }
    testing::TemporaryDirectory directory_;
    std::ostringstream out_;
    std::ostringstream err_;
};

TEST_F(CommandLineTest, HelpTellsCommandsAndExitCodes) {
    EXPECT_EQ(run({"--help"}), ExitCode::Done);
    for (const auto* word : {"status", "objects", "set", "monitor", "apply", "Exit codes"}) {
        EXPECT_NE(out_.str().find(word), std::string::npos) << word;
    }
    EXPECT_EQ(run({"apply", "--help"}), ExitCode::Done);
}

TEST_F(CommandLineTest, AWrongLineIsUsage) {
    const std::vector<std::vector<std::string>> rows = {
        {},
        {"set"},
        {"set", "lamp"},
        {"--bogus"},
        {"status", "--bogus"},
        {"status", "extra"},
        {"plugin", "fly", "knx"},
        {"set", "lamp", "on", "--timeout", "0"},
        {"apply", "/none/there.json"},
        {"action", "knx", "interfaces", "main", "test", "=x"},
    };
    for (const auto& row : rows) {
        std::string line;
        for (const auto& word : row) line += word + ' ';
        EXPECT_EQ(run(row), ExitCode::Usage) << line;
    }
}

TEST_F(CommandLineTest, AMissingRuntimeIsSaid) {
    for (const auto* command : {"status", "objects", "plugins", "monitor", "export", "logs"}) {
        err_.str("");
        EXPECT_EQ(run({command}), ExitCode::NotReachable) << command;
        EXPECT_NE(err_.str().find("no runtime answers at"), std::string::npos) << err_.str();
    }
    EXPECT_EQ(run({"set", "outside", "-5.5"}), ExitCode::NotReachable) << err_.str();
    EXPECT_EQ(run({"status", "--json"}), ExitCode::NotReachable) << err_.str();
}

TEST_F(CommandLineTest, AnUnknownWordGetsTheListOfKnownOnes) {
    std::filesystem::create_directories(directory_.path() / "knx");
    std::ofstream(directory_.path() / "knx" / "manifest.json") << R"({"program": "busbar-knx"})";
    EXPECT_EQ(run({"staus", "--x"}), ExitCode::Usage);
    EXPECT_NE(err_.str().find("'staus' is no command"), std::string::npos) << err_.str();
    EXPECT_NE(err_.str().find(" status"), std::string::npos);
    EXPECT_NE(err_.str().find("Plugins with commands: knx"), std::string::npos);
}

TEST_F(CommandLineTest, APluginsProgramGetsTheRestOfTheLine) {
    std::filesystem::create_directories(directory_.path() / "echo");
    std::ofstream(directory_.path() / "echo" / "manifest.json") << R"({"program": "program"})";
    const auto program = directory_.path() / "echo" / "program";
    std::ofstream(program) << "#!/bin/sh\necho \"$BUSBAR_SOCKET $*\" >&2\nexit 7\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    // Matched against standard error; the slashes of the socket's path need no escape.
    EXPECT_EXIT((void)run({"echo", "dpt", "--list", "status"}), ::testing::ExitedWithCode(7),
                "none.sock dpt --list status");
}

TEST(NegativeNumber, IsNoOption) {
    using Words = std::vector<std::string>;
    EXPECT_EQ(guard_negative_number({"set", "x", "-5"}), (Words{"set", "x", "--", "-5"}));
    EXPECT_EQ(guard_negative_number({"set", "x", "-.5"}), (Words{"set", "x", "--", "-.5"}));
    EXPECT_EQ(guard_negative_number({"apply", "-"}), (Words{"apply", "-"}));
    EXPECT_EQ(guard_negative_number({"status", "--json"}), (Words{"status", "--json"}));
    EXPECT_EQ(guard_negative_number({}), Words{});
}

}  // namespace
}  // namespace busbar
