// SPDX-License-Identifier: Apache-2.0
// JSON to settings: names, nesting, secrets, and the problems that name their field.
#include "config/message_reader.hpp"

#include "config/limits.hpp"
#include "config/message_writer.hpp"
#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MessageReader : public ::testing::Test {
 protected:
    // Reads onto an empty item, or onto `before`.
    Json read(const char* collection, const Json& json, const Json& before = Json::object()) {
        const auto& at = *schema_->find(collection);
        problems_.clear();
        at.item->Clear();
        at.stored->Clear();
        read_message(before, *at.type, nullptr, *at.stored, problems_);
        at.item->CopyFrom(*at.stored);
        read_message(json, *at.type, at.stored.get(), *at.item, problems_);
        return write_message(*at.item, *at.type);
    }

    std::unique_ptr<Schema> schema_ = test_schema();
    Problems problems_;
};

TEST_F(MessageReader, TakesNamesInBothSpellings) {
    EXPECT_EQ(read("connections", {{"gateway_port", 1}})["gatewayPort"], 1);
    EXPECT_EQ(read("connections", {{"gatewayPort", 2}})["gatewayPort"], 2);
    EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(MessageReader, RefusesOneFieldInBothSpellings) {
    read("connections", {{"gateway_port", 1}, {"gatewayPort", 2}});
    EXPECT_THAT(brief(problems_), ElementsAre("gateway_port:one_of"));
}

TEST_F(MessageReader, NamesAnUnknownFieldAndTheNearestKnownOne) {
    read("connections", {{"gatewayPrt", 1}});
    ASSERT_THAT(brief(problems_), ElementsAre("gatewayPrt:unknown_field"));
    EXPECT_THAT(problems_[0].message(), HasSubstr("Did you mean “gatewayPort”?"));
}

TEST_F(MessageReader, ReportsEveryFaultAndNotOnlyTheFirst) {
    read("everything", {{"boolean", 1},
                        {"rows", {{{"rowName", "a"}}, {{"number", "x"}}, 5}},
                        {"group", {{"nmber", 1}}},
                        {"texts", "a"}});
    EXPECT_THAT(brief(problems_),
                ElementsAre("boolean:wrong_type", "group.nmber:unknown_field",
                            "rows[1].number:wrong_type", "rows[2]:wrong_type", "texts:wrong_type"));
}

TEST_F(MessageReader, RefusesWhatIsNotAnObject) {
    read("connections", Json::array());
    EXPECT_THAT(brief(problems_), ElementsAre(":wrong_type"));
}

TEST_F(MessageReader, KeepsFieldsThatAreNotNamedAndClearsThoseThatAreNull) {
    const Json before{{"small", 1}, {"large", "2"}, {"group", {{"rowName", "a"}, {"number", 1}}}};
    const auto after = read("everything", {{"small", nullptr}, {"group", {{"number", 3}}}}, before);
    EXPECT_EQ(after, Json({{"large", "2"}, {"group", {{"rowName", "a"}, {"number", 3}}}}));
}

TEST_F(MessageReader, ReplacesListsAsAWhole) {
    EXPECT_EQ(read("everything", {{"numbers", {3}}}, {{"numbers", {1, 2}}}),
              Json({{"numbers", {3}}}));
}

TEST_F(MessageReader, RefusesTwoMembersOfAOneof) {
    read("everything", {{"thisOne", "a"}, {"thatOne", 1}});
    EXPECT_THAT(brief(problems_), ElementsAre("this_one:one_of"));
    EXPECT_EQ(read("everything", {{"thisOne", "a"}, {"thatOne", nullptr}}),
              Json({{"thisOne", "a"}}));
}

TEST_F(MessageReader, TellsUnsetFromZeroWhereTheFieldIsOptional) {
    EXPECT_EQ(read("everything", {{"perhaps", false}}), Json({{"perhaps", false}}));
    EXPECT_EQ(read("everything", {{"boolean", false}}), Json::object());
}

TEST_F(MessageReader, RefusesTooManyRows) {
    read("everything", {{"numbers", Json(std::vector<int>(kRowsMax + 1))}});
    EXPECT_THAT(brief(problems_), ElementsAre("numbers:too_many_rows"));
}

TEST_F(MessageReader, SetsKeepsAndClearsSecrets) {
    const auto set = Json{{"set", true}};
    const auto unset = Json{{"set", false}};
    const Json before{{"password", "old"}};
    const auto after = [&](const Json& password) {
        return read("users", {{"password", password}}, before)["password"];
    };
    const auto& stored = *schema_->find("users");
    const auto text = [&] {
        return stored.item->GetReflection()->GetString(*stored.item, stored.secrets[0]->field);
    };
    EXPECT_EQ(after("new"), set);
    EXPECT_EQ(text(), "new");
    EXPECT_EQ(after({{"value", "newer"}}), set);
    EXPECT_EQ(text(), "newer");
    EXPECT_EQ(after({{"set", true}}), set);
    EXPECT_EQ(text(), "old");
    EXPECT_EQ(after({{"set", true}, {"value", "newest"}}), set);
    EXPECT_EQ(text(), "newest");
    EXPECT_EQ(after({{"set", false}}), unset);
    EXPECT_EQ(after(nullptr), unset);
    EXPECT_EQ(after(""), unset);
    EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(MessageReader, WarnsWhenASecretIsToStayAndThereIsNone) {
    read("users", {{"password", {{"set", true}}}});
    EXPECT_THAT(brief(problems_), ElementsAre("password:secret_missing?"));
}

TEST_F(MessageReader, RefusesOddSecretsWithoutRepeatingThem) {
    for (const auto& odd : {Json(5), Json::object(), Json{{"value", 5}}, Json{{"vlaue", "hush"}},
                            Json{{"value", "hush"}, {"other", 1}}}) {
        read("users", {{"password", odd}});
        ASSERT_THAT(brief(problems_), ElementsAre("password:wrong_type")) << odd;
        EXPECT_THAT(problems_[0].message(), ::testing::Not(HasSubstr("hush")));
    }
}

}  // namespace
}  // namespace busbar
