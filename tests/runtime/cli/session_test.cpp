// SPDX-License-Identifier: Apache-2.0
// How commands ask and complain.
#include "cli/session.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace busbar {
namespace {

TEST(Session, ComplainsOnStandardErrorOnly) {
    std::ostringstream out;
    std::ostringstream err;
    Session session{Client("/none"), false, false, out, err};
    EXPECT_EQ(complain(session, Error{ErrorCode::Timeout, "too\nlate", ""}), ExitCode::TimedOut);
    EXPECT_EQ(complain(session, Answer{409, {{"detail", "no"}}}), ExitCode::Refused);
    EXPECT_EQ(err.str(), "busbar: too?late\nbusbar: no\n");
    EXPECT_EQ(out.str(), "");
}

TEST(Session, JsonGetsTheProblemToo) {
    std::ostringstream out;
    std::ostringstream err;
    Session session{Client("/none"), true, false, out, err};
    (void)complain(session, Answer{409, {{"detail", "no"}}});
    EXPECT_EQ(Json::parse(out.str()).at("detail"), "no");
}

}  // namespace
}  // namespace busbar
