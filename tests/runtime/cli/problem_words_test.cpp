// SPDX-License-Identifier: Apache-2.0
// What the runtime refuses, in words and exit codes.
#include "cli/problem_words.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(ProblemWords, NameEveryField) {
    const auto problem = Json::parse(R"({"detail": "nothing was changed", "errors": [
        {"pointer": "/settings/port", "code": "too_large", "message": "At most 65535.",
         "severity": "error"},
        {"pointer": "", "code": "same_topic", "message": "Twice.", "severity": "warning"}]})");
    EXPECT_EQ(problem_words(problem),
              "nothing was changed\n"
              "  error /settings/port: At most 65535. (too_large)\n"
              "  warning: Twice. (same_topic)\n");
    EXPECT_EQ(problem_words(nullptr), "the runtime gave no reason\n");
}

TEST(ExitCodes, AreThoseOfTheManual) {
    EXPECT_EQ(exit_code_of(Answer{200, {}}), ExitCode::Done);
    EXPECT_EQ(exit_code_of(Answer{204, {}}), ExitCode::Done);
    EXPECT_EQ(exit_code_of(Answer{409, {}}), ExitCode::Refused);
    EXPECT_EQ(exit_code_of(Answer{404, {}}), ExitCode::Refused);
    EXPECT_EQ(exit_code_of(Answer{504, {}}), ExitCode::TimedOut);
    EXPECT_EQ(exit_code_of(Error{ErrorCode::Unavailable, "", ""}), ExitCode::NotReachable);
    EXPECT_EQ(exit_code_of(Error{ErrorCode::Timeout, "", ""}), ExitCode::TimedOut);
    EXPECT_EQ(exit_code_of(Error{ErrorCode::InvalidArgument, "", ""}), ExitCode::Usage);
    EXPECT_EQ(static_cast<int>(ExitCode::TimedOut), 4);
}

}  // namespace
}  // namespace busbar
