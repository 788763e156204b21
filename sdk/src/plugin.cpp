// SPDX-License-Identifier: Apache-2.0
// Plugin: collects what is sent into frames, and takes received frames apart.
#include "busbar/plugin.hpp"

#include <algorithm>
#include <exception>

namespace busbar {
namespace {

constexpr int kFramesPerTurnMax = 16;
constexpr std::size_t kLogTextMax = 1000;  // octets; see LogRecord

// The first `size` octets of UTF-8 at most, no character cut in two: half a one makes the message
// unreadable.
std::string_view shortened(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    return text.substr(0, size);
}

}  // namespace

Plugin::Plugin(Context context) : host_(context.host), loop_(context.loop), outbox_(context.host) {
    loop_.watch(host_.wake_fd, [this] { read(); });
    loop_.at_end_of_turn([this] { flush(); });
}

Plugin::~Plugin() {
    loop_.unwatch(host_.wake_fd);
    loop_.at_end_of_turn({});
}

int Plugin::run(const std::function<void()>& turns) {
    guarded(turns);
    return exit_code_;
}

void Plugin::on_item(const std::string&, const v1::Item&) {}
void Plugin::on_item_removed(const std::string&, const std::string&) {}
void Plugin::on_check(const v1::CheckItems&, std::vector<v1::Problem>&) {}
void Plugin::on_object(const v1::Object&) {}
void Plugin::on_object_removed(Handle) {}
void Plugin::on_state(const v1::StateChanged&) {}
void Plugin::on_gap(const v1::Gap&) {}
void Plugin::on_command_result(const v1::CommandResult&) {}
void Plugin::on_service_offered(const v1::ServiceOffered&) {}
void Plugin::on_service_withdrawn(const std::string&) {}
void Plugin::on_service_result(const v1::ServiceResult&) {}
void Plugin::on_monitored(bool) {}
void Plugin::on_stop(std::chrono::milliseconds) { stopped(); }

void Plugin::on_command(const v1::Command& command) {
    answer(command.id(), v1::COMMAND_OUTCOME_REFUSED, "this object takes no commands");
}

void Plugin::on_action(const v1::ActionRequest& action) {
    finish_action(action.id(),
                  fail(ErrorCode::NotFound, "there is no action '" + action.action() + "' here"));
}

void Plugin::on_service_request(const v1::ServiceRequest& request) {
    answer_service(request.id(),
                   fail(ErrorCode::NotFound, "there is no method '" + request.method() + "' here"));
}

Handle Plugin::announce(v1::Object object) {
    if (object.handle() == 0) object.set_handle(last_handle_ + 1);
    last_handle_ = std::max(last_handle_, object.handle());
    const auto handle = object.handle();
    v1::ObjectAppeared appeared;
    *appeared.mutable_object() = std::move(object);
    outbox_.add(v1::Message::kObjectAppearedFieldNumber, appeared);
    return handle;
}

void Plugin::withdraw(Handle object) {
    v1::ObjectRemoved removed;
    removed.set_handle(object);
    outbox_.add(v1::Message::kObjectRemovedFieldNumber, removed);
}

void Plugin::publish(Handle object, const Value& value, const v1::Cause* cause,
                     v1::Quality quality) {
    auto& state = outgoing_state_;
    state.set_object(object);
    if (value.empty()) {
        state.clear_value();
    } else {
        to_message(value, *state.mutable_value());
    }
    state.set_quality(quality);
    state.set_sequence(++last_sequence_);
    if (cause != nullptr) {
        *state.mutable_cause() = *cause;
    } else {
        state.clear_cause();
    }
    outbox_.add(v1::Message::kStateChangedFieldNumber, state);
}

v1::Cause Plugin::cause_of(const v1::Command& command) {
    v1::Cause cause;
    cause.set_trace_id(command.trace_id());
    cause.set_sender(command.sender());
    cause.set_tag(command.tag());
    cause.set_hops(command.hops());
    return cause;
}

void Plugin::answer(std::uint64_t command_id, v1::CommandOutcome outcome, std::string_view reason) {
    v1::CommandResult result;
    result.set_id(command_id);
    result.set_outcome(outcome);
    result.set_reason(std::string(reason));
    outbox_.add(v1::Message::kCommandResultFieldNumber, result);
}

void Plugin::subscribe_all() {
    v1::Subscribe subscribe;
    subscribe.set_all(true);
    outbox_.add(v1::Message::kSubscribeFieldNumber, subscribe);
}

void Plugin::subscribe(const std::vector<std::string>& object_ids) {
    constexpr std::size_t kIdsPerMessage = 256;  // 128 octets each at most: well within a frame
    for (std::size_t i = 0; i < object_ids.size();) {
        v1::Subscribe subscribe;
        for (std::size_t n = 0; n < kIdsPerMessage && i < object_ids.size(); ++n, ++i) {
            subscribe.add_object_ids(object_ids[i]);
        }
        outbox_.add(v1::Message::kSubscribeFieldNumber, subscribe);
    }
}

void Plugin::unsubscribe(const std::vector<std::string>& object_ids) {
    for (const auto& id : object_ids) {
        v1::Unsubscribe unsubscribe;
        unsubscribe.add_object_ids(id);
        outbox_.add(v1::Message::kUnsubscribeFieldNumber, unsubscribe);
    }
}

std::uint64_t Plugin::command(Handle object, const Value& value, const CommandOptions& options) {
    v1::Command command;
    command.set_id(++last_id_);
    command.set_object(object);
    to_message(value, *command.mutable_value());
    command.set_tag(std::string(options.tag));
    command.set_timeout_ms(static_cast<std::uint32_t>(options.timeout.count()));
    if (options.cause != nullptr) {
        command.set_trace_id(options.cause->trace_id());
        command.set_hops(options.cause->hops() + 1);
    }
    outbox_.add(v1::Message::kCommandFieldNumber, command);
    return last_id_;
}

void Plugin::finish_action(std::uint64_t action_id, const Result<std::string>& outcome) {
    v1::ActionResult result;
    result.set_id(action_id);
    result.set_succeeded(outcome.has_value());
    result.set_message(outcome ? *outcome : outcome.error().message);
    outbox_.add(v1::Message::kActionResultFieldNumber, result);
}

void Plugin::set_status(const v1::StatusChanged& status) {
    outbox_.add(v1::Message::kStatusChangedFieldNumber, status);
}

void Plugin::set_status(std::string_view collection, std::string_view item_id,
                        v1::StatusState state, std::string_view text) {
    v1::StatusChanged status;
    status.set_collection(std::string(collection));
    status.set_item_id(std::string(item_id));
    status.set_state(state);
    status.set_text(std::string(text));
    set_status(status);
}

void Plugin::offer_service(std::string_view name, std::uint32_t version, std::string description) {
    v1::ServiceOffered service;
    service.set_name(std::string(name));
    service.set_version(version);
    service.set_description(std::move(description));
    outbox_.add(v1::Message::kServiceOfferedFieldNumber, service);
}

void Plugin::withdraw_service(std::string_view name) {
    v1::ServiceWithdrawn withdrawn;
    withdrawn.set_name(std::string(name));
    outbox_.add(v1::Message::kServiceWithdrawnFieldNumber, withdrawn);
}

std::uint64_t Plugin::request_service(std::string_view service, std::string_view method,
                                      std::string request) {
    v1::ServiceRequest out;
    out.set_id(++last_id_);
    out.set_service(std::string(service));
    out.set_method(std::string(method));
    out.set_request(std::move(request));
    outbox_.add(v1::Message::kServiceRequestFieldNumber, out);
    return last_id_;
}

void Plugin::answer_service(std::uint64_t request_id, const Result<std::string>& response) {
    v1::ServiceResult result;
    result.set_id(request_id);
    if (response) {
        result.set_response(*response);
    } else {
        result.set_error(response.error().message);
    }
    outbox_.add(v1::Message::kServiceResultFieldNumber, result);
}

void Plugin::log(v1::LogLevel level, std::string_view text) {
    v1::LogRecord record;
    record.set_level(level);
    record.set_text(std::string(shortened(text, kLogTextMax)));
    outbox_.add(v1::Message::kLogRecordFieldNumber, record);
}

void Plugin::monitor(v1::MonitorRecord record) {
    using std::chrono::microseconds;
    if (!monitored_) return;
    if (records_in_turn_ == kRecordsPerTurnMax) {
        ++records_missed_;
        return;
    }
    ++records_in_turn_;
    if (record.time_us() == 0) {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        record.set_time_us(std::chrono::duration_cast<microseconds>(now).count());
    }
    record.set_missed(record.missed() + std::exchange(records_missed_, 0));
    outbox_.add(v1::Message::kMonitorRecordFieldNumber, record);
}

void Plugin::stopped(int exit_code) {
    exit_code_ = exit_code;
    ended_ = true;
    loop_.unwatch(host_.wake_fd);
    outbox_.flush();
    loop_.quit();
}

// Lets no exception of the plugin out.
template <class Task>
void Plugin::guarded(const Task& task) {
    try {
        return task();
    } catch (const std::exception& error) {
        log_error(std::string("exception left a handler what=\"") + error.what() + '"');
    } catch (...) {
        log_error("exception left a handler what=\"not a std::exception\"");
    }
    stopped(1);
}

void Plugin::read() {
    for (int i = 0; i < kFramesPerTurnMax && !ended_; ++i) {
        busbar_bytes frame{};
        const auto status = host_.receive(host_.context, &frame);
        if (status == BUSBAR_CLOSED) return stopped(1);
        if (status != BUSBAR_OK) return;
        guarded([&] { dispatch({frame.data, frame.size}); });
    }
    // More may wait: wake_fd stays readable, so the loop comes back after timers and sockets.
}

void Plugin::dispatch(std::span<const std::uint8_t> frame) {
    FrameReader reader(frame);
    for (FrameReader::Part part; !ended_ && reader.next(part);) {
        if (part.field == v1::Message::kStateChangedFieldNumber) {
            if (part.parse(incoming_state_)) on_state(incoming_state_);
        } else if (part.field == v1::Message::kCommandFieldNumber) {
            if (part.parse(incoming_command_)) on_command(incoming_command_);
        } else {
            dispatch(part);
        }
    }
    if (reader.malformed()) {
        log_error("frame from the runtime not readable");
        stopped(1);
    }
}

template <class Body, class Handler>
void Plugin::hand(const FrameReader::Part& part, Handler handler) {
    Body body;
    if (part.parse(body)) handler(body);
}

void Plugin::dispatch(const FrameReader::Part& part) {
    using M = v1::Message;
    switch (part.field) {
        case M::kCommandResultFieldNumber:
            return hand<v1::CommandResult>(part, [&](auto& body) { on_command_result(body); });
        case M::kObjectAppearedFieldNumber:
            return hand<v1::ObjectAppeared>(part, [&](auto& body) { on_object(body.object()); });
        case M::kObjectRemovedFieldNumber:
            return hand<v1::ObjectRemoved>(part,
                                           [&](auto& body) { on_object_removed(body.handle()); });
        case M::kCatalogueCompleteFieldNumber:
            return on_catalogue_complete();
        case M::kGapFieldNumber:
            return hand<v1::Gap>(part, [&](auto& body) { on_gap(body); });
        case M::kHelloFieldNumber:
            return hand<v1::Hello>(part, [&](auto& body) {
                hello_ = body;
                on_start();
            });
        case M::kItemsChangedFieldNumber:
            return hand<v1::ItemsChanged>(part, [&](auto& body) { items_changed(body); });
        case M::kItemsCommittedFieldNumber:
            return items_committed();
        case M::kCheckItemsFieldNumber:
            return hand<v1::CheckItems>(part, [&](auto& body) { check_items(body); });
        case M::kActionRequestFieldNumber:
            return hand<v1::ActionRequest>(part, [&](auto& body) { on_action(body); });
        case M::kServiceOfferedFieldNumber:
            return hand<v1::ServiceOffered>(part, [&](auto& body) { on_service_offered(body); });
        case M::kServiceWithdrawnFieldNumber:
            return hand<v1::ServiceWithdrawn>(
                part, [&](auto& body) { on_service_withdrawn(body.name()); });
        case M::kServiceRequestFieldNumber:
            return hand<v1::ServiceRequest>(part, [&](auto& body) { on_service_request(body); });
        case M::kServiceResultFieldNumber:
            return hand<v1::ServiceResult>(part, [&](auto& body) { on_service_result(body); });
        case M::kMonitorChangedFieldNumber:
            return hand<v1::MonitorChanged>(part, [&](auto& body) {
                monitored_ = body.watched();
                if (!monitored_) records_missed_ = 0;
                on_monitored(monitored_);
            });
        case M::kPingFieldNumber:
            return hand<v1::Ping>(part, [&](auto& body) {
                v1::Pong pong;
                pong.set_id(body.id());
                outbox_.add(M::kPongFieldNumber, pong);
            });
        case M::kStopFieldNumber:
            return hand<v1::Stop>(
                part, [&](auto& body) { on_stop(std::chrono::milliseconds(body.timeout_ms())); });
        default:
            return;  // a message younger than this SDK
    }
}

void Plugin::items_changed(const v1::ItemsChanged& changed) {
    for (const auto& item : changed.items()) on_item(changed.collection(), item);
    for (const auto& id : changed.removed_ids()) on_item_removed(changed.collection(), id);
}

void Plugin::items_committed() {
    on_items_committed();
    if (std::exchange(announced_, true)) return;
    // Objects that this start did not announce are gone; see CatalogueComplete.
    outbox_.add(v1::Message::kCatalogueCompleteFieldNumber, v1::CatalogueComplete{});
}

void Plugin::check_items(const v1::CheckItems& check) {
    std::vector<v1::Problem> problems;
    on_check(check, problems);
    v1::CheckItemsResult result;
    result.set_id(check.id());
    for (auto& problem : problems) *result.add_problems() = std::move(problem);
    outbox_.add(v1::Message::kCheckItemsResultFieldNumber, result);
}

void Plugin::flush() {
    records_in_turn_ = 0;
    outbox_.flush();
    if (outbox_.overflowed() && !ended_) stopped(1);
}

int run_caught(int (*run)(const busbar_host&), const busbar_host* host) noexcept {
    try {
        return run(*host);
    } catch (...) {
        return 1;  // a constructor threw; nothing is there that could log
    }
}

}  // namespace busbar
