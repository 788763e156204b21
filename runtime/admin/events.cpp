// SPDX-License-Identifier: Apache-2.0
// Events: from the bus, the plugins and the log into the clients' queues.
#include "admin/events.hpp"

#include <algorithm>

#include "admin/log_json.hpp"
#include "admin/monitor_json.hpp"
#include "admin/object_json.hpp"
#include "admin/problem.hpp"

namespace busbar {
namespace {

constexpr std::chrono::milliseconds kTick{250};  // how late a log line may be
constexpr std::size_t kObjectsOfGap = 64;

Result<EventKinds> kinds_of(const Target& target) {
    if (target.text("kinds").empty()) return EventKinds{};
    EventKinds kinds{false, false, false, false};
    for (const auto& word : target.list("kinds")) {
        if (word == "monitor") {
            kinds.monitor = target.text("plugin");
            if (kinds.monitor.empty()) {
                return fail(ErrorCode::InvalidArgument,
                            "kind monitor needs the plugin to watch: kinds=monitor&plugin=ID");
            }
            continue;
        }
        if (word == "states") {
            kinds.states = true;
        } else if (word == "status") {
            kinds.status = true;
        } else if (word == "plugins") {
            kinds.plugins = true;
        } else if (word == "log") {
            kinds.log = true;
        } else {
            return fail(ErrorCode::InvalidArgument,
                        "kinds are states, status, plugins, log and monitor, not '" + word + "'");
        }
    }
    return kinds;
}

}  // namespace

Events::Events(boost::asio::io_context& context, BusSeat& seat, const Log& log)
    : seat_(seat), log_(log), timer_(context) {}

void Events::add_routes(Router& router) {
    router.add({Method::Get, "/api/v1/events", "", Where::Admin,
                [this](const ApiRequest& request, const Reply& reply) { open(request, reply); }});
}

void Events::open(const ApiRequest& request, const Reply& reply) {
    const auto kinds = kinds_of(request.target);
    if (!kinds) return reply(problem(kinds.error()));
    auto queue = std::make_shared<EventQueue>(*kinds);
    if (kinds->log && !anybody(&EventKinds::log)) {
        const auto lines = log_.lines(last_log_line_);
        if (!lines.empty()) last_log_line_ = lines.back().number;
    }
    queues_.push_back(queue);
    look_who_watches();
    if (kinds->states && catalogue_ != Catalogue::Complete) {
        waiting_.push_back(queue);
        if (catalogue_ == Catalogue::None) {
            catalogue_ = Catalogue::Coming;
            seat_.subscribe_all();
        }
    } else {
        greet(*queue);
    }
    if (!ticking_) tick();
    ApiResponse response;
    response.content_type = "text/event-stream";
    response.events = std::move(queue);
    reply(std::move(response));
}

// Streams cannot be continued: whoever comes with a Last-Event-ID is told to fetch, as a new one.
void Events::greet(EventQueue& queue) {
    queue.push(event_text(++last_event_, "resync", R"({"reason":"begin"})"));
}

void Events::heard(const FrameReader::Part& part) {
    if (catalogue_ == Catalogue::None) return;  // was on its way when the last one left
    switch (part.field) {
        case v1::Message::kStateChangedFieldNumber:
            return on_state(part);
        case v1::Message::kObjectAppearedFieldNumber:
            return on_appeared(part);
        case v1::Message::kObjectRemovedFieldNumber:
            return on_removed(part);
        case v1::Message::kCatalogueCompleteFieldNumber:
            return on_complete();
        case v1::Message::kGapFieldNumber:
            return on_gap(part);
        default:
            return;
    }
}

void Events::on_appeared(const FrameReader::Part& part) {
    v1::ObjectAppeared appeared;
    if (!part.parse(appeared)) return;
    const auto handle = appeared.object().handle();
    const bool is_new = ids_.insert_or_assign(handle, appeared.object().id()).second;
    if (is_new && catalogue_ == Catalogue::Coming) {
        fresh_ = handle;
        return;
    }
    publish(&EventKinds::states, "object", write_object(appeared.object()));
}

void Events::on_removed(const FrameReader::Part& part) {
    v1::ObjectRemoved removed;
    if (!part.parse(removed)) return;
    const auto known = ids_.extract(removed.handle());
    if (known.empty()) return;
    publish(&EventKinds::states, "object-removed", {{"object", known.mapped()}});
}

void Events::on_state(const FrameReader::Part& part) {
    if (!part.parse(state_)) return;
    if (std::exchange(fresh_, 0) == state_.object()) return;
    const auto known = ids_.find(state_.object());
    if (known == ids_.end()) return;
    auto json = write_state(state_);
    json["object"] = known->second;
    publish(&EventKinds::states, "state", json);
}

void Events::on_gap(const FrameReader::Part& part) {
    v1::Gap gap;
    if (!part.parse(gap)) return;
    auto missing = Json::array();
    for (const auto& one : gap.missing()) {
        const auto known = ids_.find(one.object());
        if (known == ids_.end() || missing.size() == kObjectsOfGap) continue;
        missing.push_back({{"object", known->second}, {"count", one.count()}});
    }
    publish(&EventKinds::states, "gap", {{"missing", missing}});
}

void Events::on_complete() {
    catalogue_ = Catalogue::Complete;
    fresh_ = 0;
    for (const auto& queue : std::exchange(waiting_, {})) greet(*queue);
}

void Events::status_changed(const Json& data) { publish(&EventKinds::status, "status", data); }
void Events::plugin_changed(const Json& data) { publish(&EventKinds::plugins, "plugin", data); }

void Events::publish(Wants wants, const std::string& type, const Json& data) {
    if (!anybody(wants)) return;
    const auto event = event_text(++last_event_, type, to_text(data));
    for (const auto& queue : queues_) {
        if (!(queue->kinds().*wants)) continue;
        // Before its greeting a stream tells nothing: the client fetches after it.
        const bool greeted = std::find(waiting_.begin(), waiting_.end(), queue) == waiting_.end();
        if (greeted) queue->push(event);
    }
}

void Events::monitor_record(const std::string& plugin, const std::string& record,
                            std::uint64_t missed) {
    if (!watched_.contains(plugin)) return;  // the last one has just left
    v1::MonitorRecord parsed;
    if (!parsed.ParseFromString(record)) return;
    parsed.set_missed(parsed.missed() + missed);
    const auto event = event_text(++last_event_, "monitor", write_monitor_record(plugin, parsed));
    for (const auto& queue : queues_) {
        if (queue->kinds().monitor == plugin) queue->push(event);
    }
}

void Events::look_who_watches() {
    std::set<std::string> wanted;
    for (const auto& queue : queues_) {
        if (!queue->kinds().monitor.empty()) wanted.insert(queue->kinds().monitor);
    }
    const auto before = std::exchange(watched_, wanted);
    if (!tell_watched_) return;
    for (const auto& plugin : wanted) {
        if (!before.contains(plugin)) tell_watched_(plugin, true);
    }
    for (const auto& plugin : before) {
        if (!wanted.contains(plugin)) tell_watched_(plugin, false);
    }
}

bool Events::anybody(Wants wants) const {
    return std::any_of(queues_.begin(), queues_.end(),
                       [&](const auto& queue) { return queue->kinds().*wants; });
}

// While somebody listens: the log has to be asked, and those who left have to be noticed.
void Events::tick() {
    forget_closed();
    publish_log();
    ticking_ = !queues_.empty();
    if (!ticking_) return;
    timer_.expires_after(kTick);
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) tick();
    });
}

void Events::publish_log() {
    if (!anybody(&EventKinds::log)) return;
    for (const auto& line : log_.lines(last_log_line_)) {
        last_log_line_ = line.number;
        publish(&EventKinds::log, "log", write_log_line(line));
    }
}

void Events::forget_closed() {
    const auto closed = [](const auto& queue) { return queue->closed(); };
    std::erase_if(queues_, closed);
    std::erase_if(waiting_, closed);
    look_who_watches();
    if (catalogue_ == Catalogue::None || anybody(&EventKinds::states)) return;
    seat_.unsubscribe_all();
    catalogue_ = Catalogue::None;
    ids_.clear();
}

void Events::stop() {
    for (const auto& queue : queues_) queue->close();
    queues_.clear();
    waiting_.clear();
    ticking_ = true;  // no tick any more
    timer_.cancel();
}

}  // namespace busbar
