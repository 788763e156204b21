// SPDX-License-Identifier: Apache-2.0
// Plugin: collects what is sent into frames, and takes received frames apart.
#include "busbar/plugin.hpp"

#include <google/protobuf/io/coded_stream.h>

#include <exception>

namespace busbar {
namespace {

using google::protobuf::io::CodedOutputStream;

constexpr std::size_t kUnsentMax = 256;      // frames: 16 MiB, seconds of a runtime that is stuck
constexpr std::uint8_t kMessagesTag = 0x0A;  // Frame.messages = 1, length-delimited
constexpr int kFramesPerTurnMax = 16;

// A serialized Frame is its messages one behind the other, each with tag and length, so a frame
// can be collected without ever holding its messages.
void append(std::string& frame, const v1::Message& message, std::size_t size) {
    const auto start = frame.size();
    frame.resize(start + 1 + CodedOutputStream::VarintSize32(static_cast<std::uint32_t>(size)) +
                 size);
    auto* out = reinterpret_cast<std::uint8_t*>(frame.data() + start);
    *out++ = kMessagesTag;
    out = CodedOutputStream::WriteVarint32ToArray(static_cast<std::uint32_t>(size), out);
    message.SerializeWithCachedSizesToArray(out);
}

}  // namespace

Plugin::Plugin(Context context) : host_(context.host), loop_(context.loop) {
    loop_.watch(host_.wake_fd, [this] { read(); });
    loop_.at_end_of_turn([this] { flush(); });
}

Plugin::~Plugin() {
    loop_.unwatch(host_.wake_fd);
    loop_.at_end_of_turn({});
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
    v1::Message message;
    *message.mutable_object_appeared()->mutable_object() = std::move(object);
    send(message);
    return handle;
}

void Plugin::withdraw(Handle object) {
    v1::Message message;
    message.mutable_object_removed()->set_handle(object);
    send(message);
}

void Plugin::publish(Handle object, const Value& value, const v1::Cause* cause,
                     v1::Quality quality) {
    auto& state = *state_.mutable_state_changed();
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
    send(state_);
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
    v1::Message message;
    auto& result = *message.mutable_command_result();
    result.set_id(command_id);
    result.set_outcome(outcome);
    result.set_reason(std::string(reason));
    send(message);
}

void Plugin::subscribe_all() {
    v1::Message message;
    message.mutable_subscribe()->set_all(true);
    send(message);
}

void Plugin::subscribe(const std::vector<std::string>& object_ids) {
    constexpr std::size_t kIdsPerMessage = 256;  // 128 octets each at most: well within a frame
    for (std::size_t i = 0; i < object_ids.size();) {
        v1::Message message;
        auto& subscribe = *message.mutable_subscribe();
        for (std::size_t n = 0; n < kIdsPerMessage && i < object_ids.size(); ++n, ++i) {
            subscribe.add_object_ids(object_ids[i]);
        }
        send(message);
    }
}

void Plugin::unsubscribe(const std::vector<std::string>& object_ids) {
    for (const auto& id : object_ids) {
        v1::Message message;
        message.mutable_unsubscribe()->add_object_ids(id);
        send(message);
    }
}

std::uint64_t Plugin::command(Handle object, const Value& value, const CommandOptions& options) {
    v1::Message message;
    auto& command = *message.mutable_command();
    command.set_id(++last_id_);
    command.set_object(object);
    to_message(value, *command.mutable_value());
    command.set_tag(std::string(options.tag));
    command.set_timeout_ms(static_cast<std::uint32_t>(options.timeout.count()));
    if (options.cause != nullptr) {
        command.set_trace_id(options.cause->trace_id());
        command.set_hops(options.cause->hops() + 1);
    }
    send(message);
    return last_id_;
}

void Plugin::finish_action(std::uint64_t action_id, const Result<std::string>& outcome) {
    v1::Message message;
    auto& result = *message.mutable_action_result();
    result.set_id(action_id);
    result.set_succeeded(outcome.has_value());
    result.set_message(outcome ? *outcome : outcome.error().message);
    send(message);
}

void Plugin::set_status(v1::StatusChanged status) {
    v1::Message message;
    *message.mutable_status_changed() = std::move(status);
    send(message);
}

void Plugin::set_status(std::string_view collection, std::string_view item_id,
                        v1::StatusState state, std::string_view text) {
    v1::StatusChanged status;
    status.set_collection(std::string(collection));
    status.set_item_id(std::string(item_id));
    status.set_state(state);
    status.set_text(std::string(text));
    set_status(std::move(status));
}

void Plugin::offer_service(std::string_view name, std::uint32_t version, std::string description) {
    v1::Message message;
    auto& service = *message.mutable_service_offered();
    service.set_name(std::string(name));
    service.set_version(version);
    service.set_description(std::move(description));
    send(message);
}

void Plugin::withdraw_service(std::string_view name) {
    v1::Message message;
    message.mutable_service_withdrawn()->set_name(std::string(name));
    send(message);
}

std::uint64_t Plugin::request_service(std::string_view service, std::string_view method,
                                      std::string request) {
    v1::Message message;
    auto& out = *message.mutable_service_request();
    out.set_id(++last_id_);
    out.set_service(std::string(service));
    out.set_method(std::string(method));
    out.set_request(std::move(request));
    send(message);
    return last_id_;
}

void Plugin::answer_service(std::uint64_t request_id, const Result<std::string>& response) {
    v1::Message message;
    auto& result = *message.mutable_service_result();
    result.set_id(request_id);
    if (response) {
        result.set_response(*response);
    } else {
        result.set_error(response.error().message);
    }
    send(message);
}

void Plugin::log(v1::LogLevel level, std::string_view text) {
    v1::Message message;
    auto& record = *message.mutable_log_record();
    record.set_level(level);
    record.set_text(std::string(text.substr(0, 1000)));
    send(message);
}

void Plugin::stopped(int exit_code) {
    exit_code_ = exit_code;
    flush();
    loop_.quit();
}

void Plugin::read() {
    for (int i = 0; i < kFramesPerTurnMax; ++i) {
        busbar_bytes frame{};
        const auto status = host_.receive(host_.context, &frame);
        if (status == BUSBAR_CLOSED) return stopped(1);
        if (status != BUSBAR_OK) return;
        if (!incoming_.ParseFromArray(frame.data, static_cast<int>(frame.size))) {
            log_error("frame not readable");
            return stopped(1);
        }
        for (const auto& message : incoming_.messages()) {
            try {
                dispatch(message);
            } catch (const std::exception& error) {
                log_error(std::string("exception left a handler what=\"") + error.what() + '"');
                return stopped(1);
            } catch (...) {
                log_error("exception left a handler what=\"not a std::exception\"");
                return stopped(1);
            }
        }
    }
}

void Plugin::dispatch(const v1::Message& message) {
    switch (message.body_case()) {
        case v1::Message::kStateChanged:
            return on_state(message.state_changed());
        case v1::Message::kCommand:
            return on_command(message.command());
        case v1::Message::kCommandResult:
            return on_command_result(message.command_result());
        case v1::Message::kObjectAppeared:
            return on_object(message.object_appeared().object());
        case v1::Message::kObjectRemoved:
            return on_object_removed(message.object_removed().handle());
        case v1::Message::kCatalogueComplete:
            return on_catalogue_complete();
        case v1::Message::kGap:
            return on_gap(message.gap());
        case v1::Message::kHello:
            hello_ = message.hello();
            return on_start();
        case v1::Message::kItemsChanged: {
            const auto& changed = message.items_changed();
            for (const auto& item : changed.items()) on_item(changed.collection(), item);
            for (const auto& id : changed.removed_ids()) on_item_removed(changed.collection(), id);
            return;
        }
        case v1::Message::kItemsCommitted:
            return on_items_committed();
        case v1::Message::kCheckItems: {
            std::vector<v1::Problem> problems;
            on_check(message.check_items(), problems);
            v1::Message answer;
            auto& result = *answer.mutable_check_items_result();
            result.set_id(message.check_items().id());
            for (auto& problem : problems) *result.add_problems() = std::move(problem);
            return send(answer);
        }
        case v1::Message::kActionRequest:
            return on_action(message.action_request());
        case v1::Message::kServiceOffered:
            return on_service_offered(message.service_offered());
        case v1::Message::kServiceWithdrawn:
            return on_service_withdrawn(message.service_withdrawn().name());
        case v1::Message::kServiceRequest:
            return on_service_request(message.service_request());
        case v1::Message::kServiceResult:
            return on_service_result(message.service_result());
        case v1::Message::kPing: {
            v1::Message answer;
            answer.mutable_pong()->set_id(message.ping().id());
            return send(answer);
        }
        case v1::Message::kStop:
            return on_stop(std::chrono::milliseconds(message.stop().timeout_ms()));
        default:
            return;  // a message younger than this SDK
    }
}

void Plugin::send(const v1::Message& message) {
    constexpr std::size_t kOverhead = 8;  // tag and length
    const auto size = message.ByteSizeLong();
    if (frame_.size() + size + kOverhead > BUSBAR_FRAME_SIZE_MAX) flush();
    append(frame_, message, size);
}

bool Plugin::hand_over(std::string_view frame) {
    const auto status = host_.send(
        host_.context, {reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()});
    return status != BUSBAR_FULL;
}

void Plugin::flush() {
    while (!unsent_.empty() && hand_over(unsent_.front())) unsent_.pop_front();
    if (frame_.empty()) return;
    if (unsent_.empty() && hand_over(frame_)) {
        frame_.clear();
        return;
    }
    unsent_.push_back(std::exchange(frame_, {}));
    if (unsent_.size() > kUnsentMax) {  // the runtime has not read for long: start again
        exit_code_ = 1;
        loop_.quit();
    }
}

int run_caught(int (*run)(const busbar_host&), const busbar_host* host) noexcept {
    try {
        return run(*host);
    } catch (...) {
        return 1;  // a constructor threw; nothing is there that could log
    }
}

}  // namespace busbar
