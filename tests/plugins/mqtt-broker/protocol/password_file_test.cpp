// SPDX-License-Identifier: Apache-2.0
// Password hashes against lines that mosquitto_passwd of Mosquitto 2.0.11 wrote (-I 1000).
#include "mqtt-broker/protocol/password_file.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace mqtt_broker {
namespace {

Salt salt_of(const std::string& base64) {
    Salt salt{};
    EXPECT_EQ(::EVP_DecodeBlock(salt.data(), reinterpret_cast<const unsigned char*>(base64.data()),
                                static_cast<int>(base64.size())),
              static_cast<int>(salt.size()));
    return salt;
}

struct LineRow {
    const char* name;
    const char* username;
    const char* salt;
    const char* line;
};

class PasswordLine : public ::testing::TestWithParam<LineRow> {};

TEST_P(PasswordLine, IsWhatMosquittosOwnProgramWrites) {
    const auto hash = hash_password("secret", salt_of(GetParam().salt), 1000);
    ASSERT_TRUE(hash) << hash.error().message;
    EXPECT_EQ(password_line(GetParam().username, *hash), GetParam().line + std::string("\n"));
    EXPECT_TRUE(matches(*hash, "secret"));
    EXPECT_FALSE(matches(*hash, "Secret"));
    EXPECT_FALSE(matches(*hash, ""));
}

INSTANTIATE_TEST_SUITE_P(
    Table, PasswordLine,
    ::testing::Values(
        LineRow{"Plain", "anna", "buV860bC1lhXZrg4",
                "anna:$7$1000$buV860bC1lhXZrg4$qjr+Bk8pN268w+ctgxZ+jMXk0bUIQzJ4nJBEvOqfy1BShNpXFQjp"
                "xemU3aGkPxFkq/zmfMVr6JtPF8J3LnThRw=="},
        LineRow{"Space", "a b", "DJHolFjNyYpoTPuM",
                "a b:$7$1000$DJHolFjNyYpoTPuM$5QVfglMY+xNOOmZY3FHbNzeYsHFemNSZ05GjcVG1y6+m2ha5xpZ+n"
                "5YAXtkAxNV3DBjv1mdjgEXd8ou/EoA3lw=="},
        LineRow{"Slash", "a/b", "2Kzo18vOc9R48l9b",
                "a/b:$7$1000$2Kzo18vOc9R48l9b$YOgqJ8ITrRhI+OTXJ+LDleO1Lqxqdj4HtuTUR2ZVN+7xFRbnVxvPz"
                "VdH1bWQ6C0MGGvPtcGmXJTX8JzPTbX8Dw=="}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(PasswordHash, DependsOnItsSalt) {
    const auto one = hash_password("secret", Salt{1});
    const auto two = hash_password("secret", Salt{2});
    ASSERT_TRUE(one && two);
    EXPECT_NE(one->key, two->key);
}

TEST(PasswordHash, RefusesIterationsThatAreUnsafeOrStallTheBroker) {
    EXPECT_FALSE(hash_password("secret", {}, 999));
    EXPECT_TRUE(hash_password("secret", {}, 1000));
    EXPECT_TRUE(hash_password("secret", {}, 5000));
    EXPECT_FALSE(hash_password("secret", {}, 5001));
}

struct NameRow {
    const char* name;
    std::string username;
    bool right;
};

class Username : public ::testing::TestWithParam<NameRow> {};

TEST_P(Username, IsJudged) {
    EXPECT_EQ(username_fault(GetParam().username).empty(), GetParam().right)
        << username_fault(GetParam().username);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Username,
    ::testing::Values(NameRow{"Plain", "anna", true}, NameRow{"SpaceInside", "living room", true},
                      NameRow{"Umlaut", "tür", true}, NameRow{"Slash", "a/b", true},
                      NameRow{"Longest", std::string(64, 'x'), true}, NameRow{"Empty", "", false},
                      NameRow{"TooLong", std::string(65, 'x'), false},
                      NameRow{"Colon", "a:b", false}, NameRow{"Plus", "a+b", false},
                      NameRow{"Hash", "#x", false}, NameRow{"LineEnd", "a\nb", false},
                      NameRow{"Zero", std::string("a\0b", 3), false},
                      NameRow{"LeadingSpace", " a", false}, NameRow{"TrailingSpace", "a ", false}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace mqtt_broker
