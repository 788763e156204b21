// SPDX-License-Identifier: Apache-2.0
// Message types: their fields by name, and what they refuse. Wrong options: see schema_test.cpp.
#include "config/message_type.hpp"

#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

TEST(MessageType, FindsFieldsInBothSpellings) {
    MessageTypes types;
    const auto type = types.add(*v1::SettingOptions::descriptor());
    ASSERT_TRUE(type);
    EXPECT_EQ((*type)->find("length_max"), (*type)->find("lengthMax"));
    ASSERT_NE((*type)->find("lengthMax"), nullptr);
    EXPECT_EQ((*type)->find("length"), nullptr);
    EXPECT_EQ((*type)->nearest("lenghtMax"), "lengthMax");
}

TEST(MessageType, ReadsOptionsThatCameInADescriptorSet) {
    const auto schema = test_schema();
    const auto& rule = *schema->find("connections")->type->find("gatewayPort");
    EXPECT_EQ(rule.options.label(), "Port");
    EXPECT_EQ(rule.options.maximum(), 65535);
    const auto& user = *schema->find("assignments")->type->find("user");
    ASSERT_TRUE(user.item_reference);
    EXPECT_EQ(user.item_reference->plugin, "test");
    EXPECT_EQ(user.item_reference->collection, "users");
}

TEST(MessageType, GivesTheSameTypeForTheSameDescriptor) {
    MessageTypes types;
    EXPECT_EQ(types.add(*v1::SettingOptions::descriptor()).value(),
              types.add(*v1::SettingOptions::descriptor()).value());
}

}  // namespace
}  // namespace busbar
