/** All of the security page, loaded once: password, phone, e-mail, passkeys, devices, name and data. */
import { Loaded } from "@/components/Loaded";
import { ChangeEmail } from "@/components/profile/security/ChangeEmail";
import { ChangePassword } from "@/components/profile/security/ChangePassword";
import { ChangePhone } from "@/components/profile/security/ChangePhone";
import { Devices } from "@/components/profile/security/Devices";
import { MyData } from "@/components/profile/security/MyData";
import { Passkeys } from "@/components/profile/security/passkeys/Passkeys";
import { PublicName } from "@/components/profile/security/PublicName";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMe } from "@/hooks/profile/useProfile";

export function SecurityForms() {
  return (
    <div className="space-y-10">
      <Loaded
        query={useMe()}
        skeleton={<SkeletonRows label="Loading your account" rows={4} />}
        failed="Your account did not load"
      >
        {(me) => (
          <>
            <ChangePassword username={me.username} />
            {me.is_verified ? (
              <>
                <ChangePhone phone={me.phone} />
                <ChangeEmail email={me.email} />
                <Passkeys />
              </>
            ) : null}
          </>
        )}
      </Loaded>
      <Devices />
      <PublicName />
      <MyData />
    </div>
  );
}
