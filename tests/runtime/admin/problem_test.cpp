// SPDX-License-Identifier: Apache-2.0
// How the API says no.
#include "admin/problem.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

PlanProblem error_of(const std::string& code) { return {"/a", code, "No.", false, false}; }
PlanProblem warning_of(const std::string& code) { return {"/a", code, "Hm.", true, false}; }

TEST(Problem, HasAStatusForEveryErrorCode) {
    const std::pair<ErrorCode, int> rows[] = {{ErrorCode::InvalidArgument, 400},
                                              {ErrorCode::OutOfRange, 400},
                                              {ErrorCode::NotFound, 404},
                                              {ErrorCode::AlreadyExists, 409},
                                              {ErrorCode::FailedPrecondition, 409},
                                              {ErrorCode::PermissionDenied, 403},
                                              {ErrorCode::Unavailable, 503},
                                              {ErrorCode::Timeout, 504},
                                              {ErrorCode::Internal, 500}};
    for (const auto& [code, status] : rows) {
        const auto response = problem(Error{code, "words", {}});
        EXPECT_EQ(response.status, status);
        EXPECT_EQ(response.content_type, "application/problem+json");
        const auto json = Json::parse(response.body);
        EXPECT_EQ(json.at("status"), status);
        EXPECT_EQ(json.at("detail"), "words");
        EXPECT_FALSE(json.contains("errors"));
    }
}

TEST(Problem, OfARevisionIsToldApart) {
    const Error stale{ErrorCode::FailedPrecondition, "changed meanwhile", {}};
    EXPECT_EQ(revision_problem(stale, true).status, 412);
    EXPECT_EQ(revision_problem(stale, false).status, 409);
    const Error missing{ErrorCode::InvalidArgument, "say which", "if_match"};
    EXPECT_EQ(revision_problem(missing, false).status, 428);
}

TEST(Problem, AWarningIsInTheWayUntilItIsConfirmed) {
    EXPECT_FALSE(in_the_way({}, {}));
    EXPECT_TRUE(in_the_way({warning_of("same_topic")}, {}));
    EXPECT_FALSE(in_the_way({warning_of("same_topic")}, {"same_topic"}));
    EXPECT_TRUE(in_the_way({error_of("too_large")}, {"too_large"}));
    EXPECT_FALSE(in_the_way({{"/a", "unknown_object", "Hm.", true, true}}, {}));
}

TEST(Problem, WhatIsInTheWayNamesItsFields) {
    const auto invalid = blocked({warning_of("same_topic"), error_of("too_large")});
    EXPECT_EQ(invalid.status, 422);
    const auto json = Json::parse(invalid.body);
    EXPECT_EQ(json.at("code"), "invalid");
    EXPECT_EQ(json.at("errors").at(0).at("severity"), "warning");
    EXPECT_EQ(
        json.at("errors").at(1),
        (Json{
            {"pointer", "/a"}, {"code", "too_large"}, {"message", "No."}, {"severity", "error"}}));
    EXPECT_EQ(blocked({warning_of("same_topic")}).status, 409);
}

TEST(Problem, PointersAreThoseOfTheRequest) {
    DraftProblem one{"knx", "objects", {}};
    one.problem.set_item_id("lamp");
    one.problem.set_field("ca_file");
    const auto relative = relative_problems({one}, "/plugins/knx/objects/lamp", "/settings");
    ASSERT_EQ(relative.size(), 1U);
    EXPECT_EQ(relative[0].pointer, "/settings/caFile");
}

}  // namespace
}  // namespace busbar
