// SPDX-License-Identifier: Apache-2.0
// Turns the plugin's loop while other programs do their part.
#include "broker_house.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace mqtt_broker {
namespace {

// From /proc/<pid>/stat: state and parent, behind the name in parentheses.
struct Stat {
    std::string name;
    char state = 'X';
    pid_t parent = 0;
};

std::optional<Stat> stat_of(const std::string& pid) {
    std::ifstream file("/proc/" + pid + "/stat");
    std::string text;
    if (!std::getline(file, text)) return std::nullopt;
    const auto open = text.find('(');
    const auto close = text.rfind(')');
    if (open == std::string::npos || close == std::string::npos) return std::nullopt;
    Stat stat;
    stat.name = text.substr(open + 1, close - open - 1);
    std::istringstream rest(text.substr(close + 1));
    rest >> stat.state >> stat.parent;
    return stat;
}

}  // namespace

std::vector<std::string> as(const std::string& name, const std::string& password) {
    return {"-u", name, "-P", password};
}

BrokerHouse::BrokerHouse(Way way)
    : loop(std::make_unique<busbar::PollLoop>()),
      plugin(std::make_unique<BrokerPlugin>(busbar::Context{host.abi(), *loop},
                                            way == Way::Gate ? BUSBAR_GATE : "")) {}

settings::User& BrokerHouse::add_user(const std::string& name, const std::string& password) {
    auto& user = users[name];
    user.set_username(name);
    user.set_password(password);
    return user;
}

void BrokerHouse::begin() {
    host.give_hello("mqtt-broker", directory.path());
    commit();
}

void BrokerHouse::commit() {
    host.give_settings("broker", "main", broker, false);
    for (const auto& [id, user] : users) host.give_settings("users", id, user, false);
    host.give_committed();
}

std::optional<busbar::v1::ActionResult> BrokerHouse::action(
    const std::string& name, const std::map<std::string, std::string>& parameters) {
    const auto id = ++last_action_;
    busbar::v1::Message message;
    auto& request = *message.mutable_action_request();
    request.set_id(id);
    request.set_collection("broker");
    request.set_item_id("main");
    request.set_action(name);
    request.mutable_parameters()->insert(parameters.begin(), parameters.end());
    host.give(message);
    if (!until([&] { return results.contains(id); })) return std::nullopt;
    return results.at(id);
}

std::optional<busbar::v1::ActionResult> BrokerHouse::update() {
    commit();
    return action("update");
}

bool BrokerHouse::until(const std::function<bool()>& condition, std::chrono::milliseconds within) {
    constexpr std::chrono::milliseconds kPoll{5};
    const auto end = busbar::Clock::now() + within;
    bool met = false;
    busbar::Timer poll(*loop);
    const std::function<void()> look = [&] {
        collect();
        met = condition();
        if (met || busbar::Clock::now() > end) return loop->quit();
        poll.after(kPoll, look);
    };
    poll.after({}, look);
    // The plugin may make the loop quit too, when it has stopped.
    while (!met && busbar::Clock::now() <= end) loop->run();
    return met;
}

bool BrokerHouse::until_running() {
    return until([this] { return service && service->running(); });
}

bool BrokerHouse::until_status(busbar::v1::StatusState state) {
    return until([this, state] { return status.state() == state; });
}

void BrokerHouse::collect() {
    for (const auto& message : host.take()) {
        if (message.has_status_changed()) keep(message.status_changed());
        if (message.has_action_result()) {
            results[message.action_result().id()] = message.action_result();
        }
        if (message.has_service_result()) {
            answers[message.service_result().id()] = message.service_result();
        }
        if (message.has_service_offered()) {
            service.emplace().ParseFromString(message.service_offered().description());
        }
        if (message.has_service_request()) answer(message.service_request());
        if (message.has_service_withdrawn()) service_withdrawn = true;
        if (message.has_log_record()) log.push_back(message.log_record().text());
    }
}

void BrokerHouse::offer_topics(std::uint64_t revision, const std::string& command,
                               const std::string& report) {
    topics_.Clear();
    topics_.set_revision(revision);
    topics_.add_command_topics(command);
    topics_.add_report_topics(report);
    busbar::service::v1::MqttClient client;
    if (revision != 0) {
        client.add_connections()->set_id("house");
        client.mutable_connections(0)->set_revision(revision);
    }
    busbar::v1::Message message;
    auto& offered = *message.mutable_service_offered();
    offered.set_name("mqtt-client");
    offered.set_version(1);
    offered.set_description(client.SerializeAsString());
    host.give(message);
}

void BrokerHouse::answer(const busbar::v1::ServiceRequest& request) {
    busbar::v1::Message message;
    auto& result = *message.mutable_service_result();
    result.set_id(request.id());
    result.set_response(topics_.SerializeAsString());
    host.give(message);
}

bool BrokerHouse::can_publish(const std::vector<std::string>& credentials) {
    std::vector<std::string> words{
        "mosquitto_pub", "-p", std::to_string(kPort), "-t", "t/x", "-m", "hi", "-q", "1"};
    words.insert(words.end(), credentials.begin(), credentials.end());
    const auto client = Client::start(words);
    if (!client) return false;
    std::optional<busbar::testing::Exit> exit;
    until([&] { return (exit = (*client)->ended()).has_value(); });
    return exit && exit->code == 0 && exit->signal == 0;
}

void BrokerHouse::keep(const busbar::v1::StatusChanged& told) {
    if (told.collection() == "broker") {
        status = told;
    } else if (told.collection() == "users") {
        user_statuses[told.item_id()] = told;
        if (told.removed()) user_statuses.erase(told.item_id());
    } else if (told.removed()) {
        clients.erase(told.item_id());
    } else {
        clients[told.item_id()] = told;
    }
}

std::unique_ptr<Client> BrokerHouse::subscriber(const std::vector<std::string>& more) {
    // Line by line: its output is a file, and would else come when a buffer is full.
    std::vector<std::string> words{
        "stdbuf", "-oL", "mosquitto_sub", "-d", "-p", std::to_string(kPort), "-t", "t/#"};
    words.insert(words.end(), more.begin(), more.end());
    auto client = Client::start(words);
    if (!client) return nullptr;
    const auto subscribed = [&] {
        return (*client)->output().find("Subscribed") != std::string::npos;
    };
    if (!until(subscribed)) return nullptr;
    return std::move(*client);
}

std::optional<pid_t> BrokerHouse::broker_pid(pid_t parent) {
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        const auto stat = stat_of(name);
        if (stat && stat->parent == parent && stat->name == "mosquitto" && stat->state != 'Z') {
            return static_cast<pid_t>(std::stol(name));
        }
    }
    return std::nullopt;
}

bool BrokerHouse::lives(pid_t pid) {
    const auto stat = stat_of(std::to_string(pid));
    return stat && stat->name == "mosquitto" && stat->state != 'Z' && stat->state != 'X';
}

}  // namespace mqtt_broker
