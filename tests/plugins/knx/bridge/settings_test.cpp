// SPDX-License-Identifier: Apache-2.0
// Settings items, read and refused.
#include "knx/bridge/settings.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

settings::GroupObject object(const char* type, const char* command, const char* status = "",
                             std::vector<const char*> listening = {}) {
    settings::GroupObject item;
    item.set_datapoint_type(type);
    item.set_command_address(command);
    item.set_status_address(status);
    for (const auto* address : listening) item.add_listening_addresses(address);
    return item;
}

TEST(ReadObject, TakesAddressesInAnyStyle) {
    Problems problems;
    const auto read =
        read_object("lamp", object("1.001", "1/2/3", "1/515", {"2563", "1/2/4"}), problems);
    ASSERT_TRUE(read);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(read->id, "lamp");
    EXPECT_EQ(read->command.raw, 0x0a03);
    // The status address is the same in another style: as good as none. So is one of the others.
    EXPECT_FALSE(read->reports());
    EXPECT_EQ(read->state_address(), read->command);
    EXPECT_EQ(read->listening.size(), 1U);
}

TEST(ReadObject, NamesTheObjectAfterTheItemUnlessTold) {
    Problems problems;
    auto item = object("1.001", "1/2/3");
    item.set_object("kitchen-light");
    EXPECT_EQ(read_object("item-7", item, problems)->id, "kitchen-light");
}

TEST(ReadObject, KeepsEachListeningAddressOnce) {
    Problems problems;
    const auto read =
        read_object("lamp", object("1.001", "", "1/1/2", {"1/1/2", "0/0/1", "0/0/1"}), problems);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->listening, (std::vector<GroupAddress>{{1}}));
}

TEST(ReadObject, ReadsAtTheStartWhereADeviceReportsUnlessTold) {
    struct Row {
        const char* name;
        settings::GroupObject item;
        settings::ReadMode mode;
        bool answers;
        bool at_start;
        bool can_be_read;
    };
    constexpr auto kUnsaid = settings::READ_MODE_UNSPECIFIED;
    constexpr auto kNever = settings::READ_MODE_NEVER;
    constexpr auto kAtStart = settings::READ_MODE_AT_START;
    const auto reporting = object("1.001", "1/2/3", "1/2/4");
    const auto told = object("1.001", "1/2/3");
    const Row rows[] = {
        {"a device reports", reporting, kUnsaid, false, true, true},
        {"… and is not to be read", reporting, kNever, false, false, false},
        {"… or answers itself", reporting, kUnsaid, true, false, false},
        {"nobody reports", told, kUnsaid, false, false, true},
        {"… and is to be read", told, kAtStart, false, true, true},
        {"an event", object("17.001", "", "1/2/4"), kUnsaid, false, false, true},
        {"only listens", object("1.001", "", "", {"1/2/4"}), kAtStart, false, false, false},
    };
    for (auto row : rows) {
        Problems problems;
        row.item.set_read(row.mode);
        row.item.set_answer_reads(row.answers);
        const auto read = read_object("lamp", row.item, problems);
        ASSERT_TRUE(read) << row.name;
        EXPECT_EQ(read->read_at_start, row.at_start) << row.name;
        EXPECT_EQ(read->can_be_read(), row.can_be_read) << row.name;
        EXPECT_EQ(read->answers_reads, row.answers) << row.name;
    }
}

TEST(ReadObject, DoesNotReadWhatItAnswersFor) {
    Problems problems;
    auto item = object("1.001", "1/2/3");
    item.set_answer_reads(true);
    item.set_read(settings::READ_MODE_AT_START);
    EXPECT_FALSE(read_object("lamp", item, problems));
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].field(), "answer_reads");
    EXPECT_EQ(problems[0].code(), "answers_itself");
}

TEST(ReadObject, SaysWhatIsWrongWithEachField) {
    struct Row {
        const char* name;
        settings::GroupObject item;
        const char* field;
        const char* code;
    };
    const Row rows[] = {
        {"bad command", object("1.001", "1/2/300"), "command_address", "bad_address"},
        {"bad status", object("1.001", "1/2/3", "32/0/0"), "status_address", "bad_address"},
        {"bad listening", object("1.001", "1/2/3", "", {"x"}), "listening_addresses",
         "bad_address"},
        {"broadcast", object("1.001", "0/0/0"), "command_address", "bad_address"},
        {"unknown type", object("1.999", "1/2/3"), "datapoint_type", "unknown_datapoint_type"},
        {"no type", object("nine", "1/2/3"), "datapoint_type", "unknown_datapoint_type"},
        {"no address", object("1.001", ""), "", "no_address"},
        {"too many", object("1.001", "", "1/1/1", std::vector<const char*>(65, "1/1/2")),
         "listening_addresses", "too_many_addresses"},
    };
    for (const auto& row : rows) {
        Problems problems;
        EXPECT_FALSE(read_object("lamp", row.item, problems)) << row.name;
        ASSERT_EQ(problems.size(), 1U) << row.name;
        EXPECT_EQ(problems[0].item_id(), "lamp") << row.name;
        EXPECT_EQ(problems[0].field(), row.field) << row.name;
        EXPECT_EQ(problems[0].code(), row.code) << row.name;
        EXPECT_FALSE(problems[0].message().empty()) << row.name;
        EXPECT_FALSE(problems[0].is_warning()) << row.name;
    }
}

TEST(CheckInterface, NeedsAHostUnlessItIsVirtual) {
    struct Row {
        const char* name;
        settings::InterfaceKind kind;
        const char* host;
        const char* code;  // empty: nothing is wrong
    };
    const Row rows[] = {
        {"tunnel", settings::INTERFACE_KIND_TUNNEL_UDP, "192.0.2.1", ""},
        {"name", settings::INTERFACE_KIND_TUNNEL_TCP, "knx.example", ""},
        {"virtual", settings::INTERFACE_KIND_VIRTUAL, "", ""},
        {"no host", settings::INTERFACE_KIND_UNSPECIFIED, "", "host_required"},
        {"with port", settings::INTERFACE_KIND_TUNNEL_UDP, "192.0.2.1:3671", "bad_host"},
        {"a URL", settings::INTERFACE_KIND_TUNNEL_UDP, "http://knx.example", "bad_host"},
    };
    for (const auto& row : rows) {
        settings::Interface item;
        item.set_kind(row.kind);
        item.set_host(row.host);
        Problems problems;
        check_interface("main", item, problems);
        EXPECT_EQ(problems.empty() ? "" : problems[0].code(), row.code) << row.name;
    }
}

TEST(CheckInterface, RefusesATunnelAddressThatIsNone) {
    settings::Interface item;
    item.set_host("192.0.2.1");
    item.set_tunnel_address("16.1.1");
    Problems problems;
    check_interface("main", item, problems);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].field(), "tunnel_address");
}

TEST(CheckInterface, ReadsTheAddressesOfRouting) {
    settings::Interface item;
    item.set_kind(settings::INTERFACE_KIND_ROUTING);
    Problems problems;
    check_interface("main", item, problems);
    item.set_multicast_address("239.0.0.1");
    item.set_own_address("1.0.250");
    check_interface("main", item, problems);
    EXPECT_TRUE(problems.empty());

    item.set_multicast_address("192.168.1.1");
    item.set_own_address("1.0.256");
    check_interface("main", item, problems);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].code(), "bad_multicast_address");
    EXPECT_EQ(problems[1].field(), "own_address");
}

TEST(ReadSensor, SaysWhatIsWrong) {
    struct Row {
        const char* name;
        const char* address;
        const char* type;
        double from;
        double to;
        const char* code;
    };
    const Row rows[] = {
        {"fine", "3/1/1", "9.001", -5, 25, ""},
        {"whole numbers", "3/1/1", "7.001", 0, 100, ""},
        {"two levels", "3/1", "9.001", -5, 25, ""},
        {"no address", "", "9.001", -5, 25, "bad_address"},
        {"a switch", "3/1/1", "1.001", 0, 1, "not_a_number"},
        {"upside down", "3/1/1", "9.001", 25, -5, "bad_range"},
        {"beyond the type", "3/1/1", "5.001", 0, 200, "bad_range"},
    };
    for (const auto& row : rows) {
        settings::SimulatedSensor item;
        item.set_address(row.address);
        item.set_datapoint_type(row.type);
        item.set_from(row.from);
        item.set_to(row.to);
        Problems problems;
        const auto sensor = read_sensor("sensor", item, problems);
        EXPECT_EQ(sensor.has_value(), problems.empty()) << row.name;
        EXPECT_EQ(problems.empty() ? "" : problems[0].code(), row.code) << row.name;
        if (!sensor) continue;
        EXPECT_EQ(sensor->period_s, 5) << row.name;
    }
}

}  // namespace
}  // namespace knx
