/** struct userinfo. */
export interface UserInfo {
  readonly username: string;
  readonly uid: number;
  readonly gid: number;
  readonly directory: string;
}
